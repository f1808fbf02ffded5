// SPDX-License-Identifier: MIT
// What most sources of the library would read anew: a third to two thirds of what each costs to
// compile. Sources still include what they use.
#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>
