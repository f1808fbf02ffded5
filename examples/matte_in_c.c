// SPDX-License-Identifier: MIT
// Blurs the room behind a person, in C: matte_in_c < IN.ppm > OUT.ppm
#include <shm/c/matter.h>
#include <stdio.h>
#include <stdlib.h>

/// A PPM of 8 bits without comments: P6, a size, 255, then the bytes.
static uint8_t* read_ppm(int* width, int* height) {
  if (scanf("P6 %d %d 255", width, height) != 2 || getchar() == EOF) return NULL;
  if (*width < 1 || *height < 1 || *width > 16384 || *height > 16384) return NULL;
  const size_t size = (size_t)*width * (size_t)*height * 3;
  uint8_t* pixels = malloc(size);
  if (pixels != NULL && fread(pixels, size, 1, stdin) == 1) return pixels;
  free(pixels);
  return NULL;
}

static int blur_behind(ShmMatter* matter, uint8_t* pixels, int width, int height) {
  const ShmImage frame = {pixels, width, height, 3 * width, SHM_RGB};
  const ShmMutableImage out = {pixels, width, height, 3 * width, SHM_RGB};
  return shm_matter_set(matter, "single", "true") == SHM_OK &&
         shm_matter_set(matter, "background", "blur") == SHM_OK &&
         shm_matter_matte(matter, &frame, &out) == SHM_OK;
}

int main(void) {
  int width = 0, height = 0;
  uint8_t* pixels = read_ppm(&width, &height);
  if (pixels == NULL) {
    fprintf(stderr, "usage: matte_in_c < IN.ppm > OUT.ppm\n");
    return 2;
  }
  ShmMatter* matter = shm_matter_new();
  const int good = matter != NULL && blur_behind(matter, pixels, width, height);
  if (good) {
    printf("P6 %d %d 255\n", width, height);
    fwrite(pixels, 3, (size_t)width * (size_t)height, stdout);
  } else {
    fprintf(stderr, "matte_in_c: %s\n", matter == NULL ? "no memory" : shm_matter_error(matter));
  }
  shm_matter_free(matter);
  free(pixels);
  return good ? 0 : 1;
}
