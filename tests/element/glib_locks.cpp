// SPDX-License-Identifier: MIT
// What GLib's locks order, told to ThreadSanitizer; only in a build with -Db_sanitize=thread.
//
// ThreadSanitizer does not see into a GLib that was built without it, whose locks wait on futexes
// of their own: two threads that meet in one would be called a race. The functions below stand
// before GLib's of the same names, since the loader looks into the program first.

#include <dlfcn.h>
#include <glib-object.h>
#include <sanitizer/tsan_interface.h>

namespace {

template <typename Function>
Function* of_glib(Function*, const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

template <typename Lock>
void take(void (*real)(Lock*), Lock* lock) {
  real(lock);
  __tsan_acquire(lock);
}

template <typename Lock>
gboolean try_to_take(gboolean (*real)(Lock*), Lock* lock) {
  const gboolean taken = real(lock);
  if (taken) __tsan_acquire(lock);
  return taken;
}

template <typename Lock>
void release(void (*real)(Lock*), Lock* lock) {
  __tsan_release(lock);
  real(lock);
}

}  // namespace

#define OF_GLIB(function) of_glib(&(function), #function)

extern "C" {

void g_mutex_lock(GMutex* mutex) {
  static const auto real = OF_GLIB(g_mutex_lock);
  take(real, mutex);
}

gboolean g_mutex_trylock(GMutex* mutex) {
  static const auto real = OF_GLIB(g_mutex_trylock);
  return try_to_take(real, mutex);
}

void g_mutex_unlock(GMutex* mutex) {
  static const auto real = OF_GLIB(g_mutex_unlock);
  release(real, mutex);
}

void g_rec_mutex_lock(GRecMutex* mutex) {
  static const auto real = OF_GLIB(g_rec_mutex_lock);
  take(real, mutex);
}

gboolean g_rec_mutex_trylock(GRecMutex* mutex) {
  static const auto real = OF_GLIB(g_rec_mutex_trylock);
  return try_to_take(real, mutex);
}

void g_rec_mutex_unlock(GRecMutex* mutex) {
  static const auto real = OF_GLIB(g_rec_mutex_unlock);
  release(real, mutex);
}

void g_cond_wait(GCond* condition, GMutex* mutex) {
  static const auto real = OF_GLIB(g_cond_wait);
  __tsan_release(mutex);
  real(condition, mutex);
  __tsan_acquire(mutex);
}

gboolean g_cond_wait_until(GCond* condition, GMutex* mutex, gint64 end) {
  static const auto real = OF_GLIB(g_cond_wait_until);
  __tsan_release(mutex);
  const gboolean signalled = real(condition, mutex, end);
  __tsan_acquire(mutex);
  return signalled;
}

/// Whoever gives the last reference back frees what others did with theirs.
void g_object_unref(gpointer object) {
  static const auto real = OF_GLIB(g_object_unref);
  __tsan_release(object);
  __tsan_acquire(object);
  real(object);
}

}  // extern "C"
