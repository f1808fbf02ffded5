// SPDX-License-Identifier: MIT
// The C API as a program in C99 has it: opens, sets, mattes, is told what is wrong.
#include <shm/c/matter.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { width = 48, height = 36 };

static void expect(int good, const char* what) {
  if (good) return;
  fprintf(stderr, "not so: %s\n", what);
  exit(1);
}

/// A light body before a dark room.
static void paint(uint8_t* rgb) {
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const int person = abs(x - width / 2) < 8 && y > 8;
      memset(rgb + 3 * (y * width + x), person ? 200 : 40, 3);
    }
}

static int all_are(const uint8_t* bytes, size_t count, size_t step, uint8_t value) {
  for (size_t i = 0; i < count; i += step)
    if (bytes[i] != value) return 0;
  return 1;
}

int main(void) {
  static uint8_t rgb[3 * width * height], rgba[4 * width * height], gray[width * height];
  paint(rgb);
  const ShmImage frame = {rgb, width, height, 3 * width, SHM_RGB};
  const ShmMutableImage cutout = {rgba, width, height, 4 * width, SHM_RGBA};
  const ShmMutableImage alpha = {gray, width, height, width, SHM_GRAY};
  const char* text = NULL;

  ShmMatter* matter = shm_matter_new();
  expect(matter != NULL, "there is a matter");
  expect(strlen(shm_version()) >= 5, "the library has a version");
  expect(shm_matter_error(matter)[0] == '\0', "nothing is wrong at first");
  expect(shm_matter_set(matter, "single", "true") == SHM_OK, "a picture is single");
  expect(shm_matter_prepare(matter, width, height) == SHM_OK, "it prepares");
  expect(shm_matter_info(matter, "device", &text) == SHM_OK && strlen(text) > 0, "it has a device");

  expect(shm_matter_matte(matter, &frame, &cutout) == SHM_OK, "a frame becomes a cut-out");
  expect(memcmp(rgba, rgb, 3) == 0, "colours are the frame's");
  expect(shm_matter_matte(matter, &frame, &alpha) == SHM_OK, "a frame becomes alpha");
  for (int i = 0; i < width * height; ++i)
    expect(rgba[4 * i + 3] == gray[i], "a cut-out's alpha is alpha");
  expect(shm_matter_trimap(matter, &alpha) == SHM_OK, "it has a trimap");

  expect(shm_matter_set(matter, "background", "color") == SHM_OK, "a background can be set");
  expect(shm_matter_matte(matter, &frame, &cutout) == SHM_OK, "a frame becomes a composite");
  expect(all_are(rgba + 3, sizeof rgba - 3, 4, 255), "a composite is opaque");

  expect(shm_matter_set(matter, "size", "many") == SHM_INVALID_OPTION, "a wrong value is refused");
  expect(strstr(shm_matter_error(matter), "size") != NULL, "the error names the option");
  shm_matter_reset(matter);
  shm_matter_free(matter);
  shm_matter_free(NULL);
  return 0;
}
