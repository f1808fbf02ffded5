// SPDX-License-Identifier: MIT
#pragma once

/// Marks what libshmmatting.so exports; everything else stays hidden.
#define SHM_API __attribute__((visibility("default")))
