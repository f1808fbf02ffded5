// SPDX-License-Identifier: MIT
// The element's properties, made from the rows of options.
#pragma once

#include <glib-object.h>

#include "settings.hpp"

namespace shm {

/// Properties that are a setting have the ids 1 .. setting_count().
void install_settings(GObjectClass* object_class);
guint setting_count();

void set_setting(Settings& settings, guint id, const GValue* value);
void get_setting(const Settings& settings, guint id, GValue* value);

}  // namespace shm
