// SPDX-License-Identifier: MIT
// What the library throws, by what a user can do about it.
#pragma once

#include <stdexcept>

#include "shm/api.hpp"

namespace shm {

/// Every failure that libshm reports. The text names the file or field and the remedy.
class SHM_API Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An option is out of its range: "size: 7 is not in 64..4096".
class SHM_API InvalidOption : public Error {
 public:
  using Error::Error;
};

/// A file or folder is not where it was said to be.
class SHM_API NotFound : public Error {
 public:
  using Error::Error;
};

/// A picture, list or frame cannot be used as it is.
class SHM_API BadInput : public Error {
 public:
  using Error::Error;
};

/// A model file is damaged, lies about itself, or is of a kind that is not known here.
class SHM_API BadModel : public Error {
 public:
  using Error::Error;
};

/// A result cannot be written: no room, no permission.
class SHM_API WriteError : public Error {
 public:
  using Error::Error;
};

/// A training run has left the numbers that can be computed with: NaN or infinity, again and again.
class SHM_API Diverged : public Error {
 public:
  using Error::Error;
};

/// The device asked for is absent, or failed while at work.
class SHM_API DeviceError : public Error {
 public:
  using Error::Error;
};

}  // namespace shm
