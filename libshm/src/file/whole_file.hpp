#pragma once

#include "shm/whole_file.hpp"
