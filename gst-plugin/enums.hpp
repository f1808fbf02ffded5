#pragma once

#include <glib-object.h>

namespace shm {

/// The GTypes of the element's enumerations, registered on first use. Their values are those of
/// the C++ enums of the same names.
GType output_type();
GType alpha_mode_type();
GType background_type();
GType precision_type();
GType on_error_type();

}  // namespace shm
