// SPDX-License-Identifier: MIT
// What most tests would read anew.
#include <gtest/gtest.h>

#include "image/precompiled.hpp"
