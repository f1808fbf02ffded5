// SPDX-License-Identifier: MIT
// Stands in for NVIDIA's decoder, which decodes nothing: GStreamer's nvcodec looks all of it up,
// and where it finds none gives no cudaupload either.

// NOLINTBEGIN(readability-identifier-naming): these are NVIDIA's names
#define REFUSE(function) \
  int function() {       \
    return 801;          \
  }

extern "C" {
REFUSE(cuvidCreateDecoder)
REFUSE(cuvidCreateVideoParser)
REFUSE(cuvidCtxLock)
REFUSE(cuvidCtxLockCreate)
REFUSE(cuvidCtxLockDestroy)
REFUSE(cuvidCtxUnlock)
REFUSE(cuvidDecodePicture)
REFUSE(cuvidDestroyDecoder)
REFUSE(cuvidDestroyVideoParser)
REFUSE(cuvidGetDecoderCaps)
REFUSE(cuvidMapVideoFrame64)
REFUSE(cuvidParseVideoData)
REFUSE(cuvidUnmapVideoFrame64)
}
// NOLINTEND(readability-identifier-naming)
