// SPDX-License-Identifier: MIT
// Who owns one reference to what GStreamer and GLib hand out; for the element, the programs, tests
// and benchmarks.
#pragma once

#include <gst/gst.h>
#include <gst/video/video.h>

#include <memory>

namespace shm {

struct GstRelease {
  void operator()(gpointer object) const { g_object_unref(object); }
  void operator()(GBytes* bytes) const { g_bytes_unref(bytes); }
  void operator()(GKeyFile* file) const { g_key_file_unref(file); }
  void operator()(GList* objects) const { g_list_free_full(objects, g_object_unref); }
  void operator()(GMainLoop* loop) const { g_main_loop_unref(loop); }
  void operator()(GstBuffer* buffer) const { gst_buffer_unref(buffer); }
  void operator()(GstCaps* caps) const { gst_caps_unref(caps); }
  void operator()(GError* error) const { g_error_free(error); }
  void operator()(GstIterator* iterator) const { gst_iterator_free(iterator); }
  void operator()(GstEvent* event) const { gst_event_unref(event); }
  void operator()(GstMessage* message) const { gst_message_unref(message); }
  void operator()(GstQuery* query) const { gst_query_unref(query); }
  void operator()(GstSample* sample) const { gst_sample_unref(sample); }
  void operator()(GstStructure* structure) const { gst_structure_free(structure); }
  void operator()(GstVideoConverter* converter) const { gst_video_converter_free(converter); }
  void operator()(gchar* text) const { g_free(text); }
  void operator()(gchar** texts) const { g_strfreev(texts); }
};

using BufferPtr = std::unique_ptr<GstBuffer, GstRelease>;
using BusPtr = std::unique_ptr<GstBus, GstRelease>;
using BytesPtr = std::unique_ptr<GBytes, GstRelease>;
using CapsPtr = std::unique_ptr<GstCaps, GstRelease>;
using ConverterPtr = std::unique_ptr<GstVideoConverter, GstRelease>;
using ElementPtr = std::unique_ptr<GstElement, GstRelease>;
using ErrorPtr = std::unique_ptr<GError, GstRelease>;
using EventPtr = std::unique_ptr<GstEvent, GstRelease>;
using IteratorPtr = std::unique_ptr<GstIterator, GstRelease>;
using KeyFilePtr = std::unique_ptr<GKeyFile, GstRelease>;
using MainLoopPtr = std::unique_ptr<GMainLoop, GstRelease>;
using MessagePtr = std::unique_ptr<GstMessage, GstRelease>;
using ObjectsPtr = std::unique_ptr<GList, GstRelease>;
using PadPtr = std::unique_ptr<GstPad, GstRelease>;
using PluginPtr = std::unique_ptr<GstPlugin, GstRelease>;
using QueryPtr = std::unique_ptr<GstQuery, GstRelease>;
using SamplePtr = std::unique_ptr<GstSample, GstRelease>;
using StructurePtr = std::unique_ptr<GstStructure, GstRelease>;
using TextPtr = std::unique_ptr<gchar, GstRelease>;
using TextsPtr = std::unique_ptr<gchar*, GstRelease>;

}  // namespace shm
