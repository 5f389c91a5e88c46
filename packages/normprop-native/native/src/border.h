// From JavaScript's values to ours, and errors back.
#pragma once

#define NAPI_VERSION 8
#include <node_api.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include "kernels.h"
#include "lstmCall.h"

/** Thrown after JavaScript has an exception of its own. */
struct JavaScriptError {};

/** A call's arguments, taken in order. */
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info);

  napi_env env() const { return env_; }
  double number(const char* name);
  int64_t whole(const char* name);
  bool flag(const char* name) { return whole(name) != 0; }
  /** The kernels of this index among `runnableKernels`. */
  const Kernels& kernels();
  /** A Float32Array of at least n values in place. Throws a TypeError when there is none. */
  float* floats(const char* name, int64_t n);
  /** As `floats`, or nullptr of undefined. */
  float* optionalFloats(const char* name, int64_t n);
  /** A Float32Array of any length. */
  float* allFloats(const char* name, int64_t* n);
  const int32_t* integers(const char* name, int64_t* n);
  /** The values of a Float64Array, at least n. */
  double* numbers(const char* name, int64_t n);
  /** The next argument as it is. */
  napi_value next() { return taken_ < count_ ? values_[taken_++] : nullptr; }

 private:
  void* typed(const char* name, napi_typedarray_type type, const char* type_name, bool optional, int64_t* n);

  static constexpr size_t MOST = 48;
  napi_env env_;
  napi_value values_[MOST];
  size_t count_ = MOST;
  size_t taken_ = 0;
};

/** What JavaScript holds of ours: packed weights or a reserve, empty after `dispose`. */
struct Handle {
  static constexpr uint64_t MARK = 0x6e6f726d70726f70;
  uint64_t mark = MARK;
  std::shared_ptr<PackedWeights> weights;
  std::unique_ptr<Reserve> reserve;
};

/** A value of JavaScript that owns the handle. */
napi_value wrap(napi_env env, std::unique_ptr<Handle> handle);
/** The handle of a value; nullptr of undefined. */
Handle* unwrap(Arguments& args);

/** Defines a function whose C++ exceptions become JavaScript's. */
template <napi_value (*body)(Arguments&)>
napi_value guarded(napi_env env, napi_callback_info info) {
  try {
    Arguments args(env, info);
    return body(args);
  } catch (const JavaScriptError&) {
  } catch (const std::bad_alloc&) {
    napi_throw_range_error(env, nullptr, "kernel memory: the system refused the memory that these sizes need");
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
  }
  return nullptr;
}
