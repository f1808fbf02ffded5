// SPDX-License-Identifier: MIT
// From a frame to alpha or a cut-out, for C and for languages that call C.
//
//   ShmMatter *matter = shm_matter_new();
//   shm_matter_set(matter, "background", "blur");
//   if (shm_matter_matte(matter, &frame, &out) != SHM_OK) puts(shm_matter_error(matter));
//   shm_matter_free(matter);
//
// Pointers that are handed in must not be null where nothing else is said, and stay the caller's:
// nothing is kept of them after a call. A ShmMatter is for one thread at a time; several side by
// side are fine. No exception leaves these functions. Their symbols carry the version SHM_0: what
// is here keeps its meaning and layout as long as libshmmatting.so.0 is there.
#ifndef SHM_C_MATTER_H
#define SHM_C_MATTER_H

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(default)
#ifdef __cplusplus
extern "C" {
#endif

/// What became of a call. More may be added: all but SHM_OK are failures.
typedef enum ShmStatus {
  SHM_OK = 0,
  SHM_INVALID_OPTION = 1,  ///< there is no such option, or it does not take that value
  SHM_NOT_FOUND = 2,       ///< a model or picture is not where it was said to be
  SHM_BAD_INPUT = 3,       ///< an image is not what is asked for
  SHM_BAD_MODEL = 4,       ///< a model file is damaged, or of an unknown kind
  SHM_DEVICE_ERROR = 5,    ///< the device asked for is absent, or failed while at work
  SHM_NO_MEMORY = 6,
  SHM_FAILED = 7  ///< anything else
} ShmStatus;

/// Order of the 8-bit channels of one packed pixel in memory; X is a byte that nobody reads.
typedef enum ShmPixelFormat {
  SHM_GRAY = 0,
  SHM_RGB = 1,
  SHM_BGR = 2,
  SHM_RGBA = 3,
  SHM_BGRA = 4,
  SHM_ARGB = 5,
  SHM_ABGR = 6,
  SHM_RGBX = 7,
  SHM_BGRX = 8,
  SHM_XRGB = 9,
  SHM_XBGR = 10
} ShmPixelFormat;

/// Pixels to read: `height` rows of `width` pixels, 1x1 up to 16384x16384, each row `stride` bytes
/// behind the one above it: at least a row's own bytes.
typedef struct ShmImage {
  const uint8_t* data;
  int32_t width;
  int32_t height;
  ptrdiff_t stride;
  int32_t format;  ///< a ShmPixelFormat
} ShmImage;

/// The same to write to. Bytes between the rows are left alone.
typedef struct ShmMutableImage {
  uint8_t* data;
  int32_t width;
  int32_t height;
  ptrdiff_t stride;
  int32_t format;  ///< a ShmPixelFormat
} ShmMutableImage;

/// Options, the network once it is loaded, and what is remembered of one video's earlier frames.
typedef struct ShmMatter ShmMatter;

/// The library's version, "0.1.0".
const char* shm_version(void);

/// Options at their defaults; nothing is loaded yet. Null where there is no memory.
ShmMatter* shm_matter_new(void);

/// Gives all back that the matter has. Null is allowed.
void shm_matter_free(ShmMatter* matter);

/// Sets an option by its name from the next frame on: those of the model (model, device, precision,
/// threads; what is loaded is loaded anew), of the frame (size, temporal, zoom and so on; "single":
/// each frame is a picture of its own; "pixel-aspect": width of a pixel by its height) and of the
/// look (background, alpha-mode and so on). README.md has the table, shm/options.hpp and
/// shm/look_options.hpp the rows.
/// Values are texts: numbers as in C, "true" and "false", the names of choices, "#RRGGBB".
/// SHM_INVALID_OPTION: nothing is changed.
ShmStatus shm_matter_set(ShmMatter* matter, const char* name, const char* value);

/// Loads the network, where that has not been done, which the first frame does otherwise.
ShmStatus shm_matter_open(ShmMatter* matter);

/// Opens, and makes what frames of that size need, so that the first costs no more than the others;
/// forgets earlier frames.
ShmStatus shm_matter_prepare(ShmMatter* matter, int32_t width, int32_t height);

/// Mattes `frame` into `out`, which has its size. What `out` gets is said by its format: gray gets
/// alpha, 0 (background) to 255 (person); one with alpha the cut-out, or the person over the
/// background that the options name; one without alpha the latter, background-color where there is
/// no background. A frame's own alpha counts: what it makes clear stays clear, and its colours are
/// not looked at. `out` may be the frame's own memory, with its stride and format. A frame of
/// another size than the last forgets earlier frames. Where it fails, nothing of the frame's
/// background stands in `out` that did not before.
ShmStatus shm_matter_matte(ShmMatter* matter, const ShmImage* frame, const ShmMutableImage* out);

/// The trimap of the frame that the network saw last, resized to `trimap` (gray): 0 background, 128
/// unknown, 255 person. SHM_BAD_INPUT before the first frame.
ShmStatus shm_matter_trimap(ShmMatter* matter, const ShmMutableImage* trimap);

/// Forgets earlier frames: a new scene, a seek.
void shm_matter_reset(ShmMatter* matter);

/// Opens, and says what works: "model" (as asked for, or what "auto" chose), "device" (cpu,
/// cuda:0), "precision" (fp32, int8 ...), "threads", "vector-unit" (plain, avx2, avx512),
/// "fallback" (why the first choice was not taken; empty where it was). `*text` holds until the
/// next call with this matter.
ShmStatus shm_matter_info(ShmMatter* matter, const char* name, const char** text);

/// Why the last call failed that did, in a sentence with the remedy; empty where none did. Holds
/// until the next call with this matter.
const char* shm_matter_error(const ShmMatter* matter);

#ifdef __cplusplus
}
#endif
#pragma GCC visibility pop

#endif
