// SPDX-License-Identifier: MIT
// What of the library others see.
#pragma once

/// Marks what libshmmatting.so exports; everything else stays hidden.
#define SHM_API __attribute__((visibility("default")))
