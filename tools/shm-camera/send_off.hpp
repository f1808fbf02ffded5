// SPDX-License-Identifier: MIT
// The end of a connection whose request is not worth reading.
#pragma once

using SoupServerMessage = struct _SoupServerMessage;  // NOLINT: theirs

namespace shm::camera {

/// Sends the answer that the message has before its request's body has come: libsoup would read the
/// body to its end first, however long. Some of it is read away before the connection is closed, so
/// that who sends gets to see the answer. The message is over then.
void send_off(SoupServerMessage* message);

}  // namespace shm::camera
