// SPDX-License-Identifier: MIT
// The element between two pads of a test, with a fake library unless a test loads the real one.
#pragma once

#include <gst/check/gstharness.h>
#include <gst/gst.h>
#include <gst/video/video.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gst_ptr.hpp"

namespace shm {

struct Teardown {
  void operator()(GstHarness* harness) const { gst_harness_teardown(harness); }
};
using HarnessPtr = std::unique_ptr<GstHarness, Teardown>;

using Properties = std::initializer_list<std::pair<const char*, std::string>>;

/// A shmmatting with its properties set, in NULL, and the bus that hears it.
struct Element {
  explicit Element(Properties properties = {});
  ~Element();
  Element(const Element&) = delete;
  Element& operator=(const Element&) = delete;

  void set(const char* property, const std::string& value);
  GstStateChangeReturn go_to(GstState state) { return gst_element_set_state(element.get(), state); }

  ElementPtr element;
  BusPtr bus;
};

/// What was posted of one type since the last call, as "domain/code: text".
std::vector<std::string> posted(GstBus* bus, GstMessageType type);

/// A shmmatting at work between two pads of the test. The model is a fake one unless given.
class Harness {
 public:
  explicit Harness(Properties properties = {});

  void set(const char* property, const std::string& value) { element_.set(property, value); }
  void sink_caps(const std::string& caps);  ///< what comes in
  void src_caps(const std::string& caps);   ///< what downstream takes

  /// The frame that comes out for `frame`, nothing where none does.
  BufferPtr process(BufferPtr frame);
  GstFlowReturn push(BufferPtr frame);
  BufferPtr pull();  ///< what has come out, nothing where nothing did

  CapsPtr output_caps() const;
  GstVideoInfo output_info() const;
  StructurePtr stats() const;
  guint64 counted(const char* field) const;

  GstHarness* get() const { return harness_.get(); }
  GstElement* element() const { return element_.element.get(); }
  std::vector<std::string> warnings() const {
    return posted(element_.bus.get(), GST_MESSAGE_WARNING);
  }
  std::vector<std::string> errors() const { return posted(element_.bus.get(), GST_MESSAGE_ERROR); }
  std::vector<std::string> infos() const { return posted(element_.bus.get(), GST_MESSAGE_INFO); }
  std::size_t posted_count(GstMessageType type) const {
    return posted(element_.bus.get(), type).size();
  }

 private:
  Element element_;
  HarnessPtr harness_;
};

/// "video/x-raw, format=..., width=..., height=..., framerate=30/1".
std::string raw_caps(const std::string& format, int width, int height);

/// A frame whose bytes are all `byte`, at the time of the 30-a-second frame `index`.
BufferPtr plain_frame(const std::string& caps, int byte, int index = 0);

/// All bytes of a buffer.
std::vector<guint8> bytes_of(GstBuffer* buffer);

/// The first pixel's bytes.
std::vector<int> first_pixel(GstBuffer* buffer, int bytes);

}  // namespace shm
