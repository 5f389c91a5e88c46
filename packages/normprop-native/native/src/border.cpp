#include "border.h"

#include "processor.h"

namespace {

[[noreturn]] void throwTypeError(napi_env env, const std::string& message) {
  napi_throw_type_error(env, nullptr, message.c_str());
  throw JavaScriptError();
}

}  // namespace

Arguments::Arguments(napi_env env, napi_callback_info info) : env_(env) {
  if (napi_get_cb_info(env, info, &count_, values_, nullptr, nullptr) != napi_ok)
    throw std::runtime_error("normprop-native: cannot read the arguments");
  if (count_ > MOST) count_ = MOST;
}

double Arguments::number(const char* name) {
  double value = 0;
  const napi_value given = next();
  if (given == nullptr || napi_get_value_double(env_, given, &value) != napi_ok)
    throwTypeError(env_, std::string(name) + ": expected a number");
  return value;
}

int64_t Arguments::whole(const char* name) { return static_cast<int64_t>(number(name)); }

const Kernels& Arguments::kernels() {
  const int64_t index = whole("build");
  const auto& all = runnableKernels();
  if (index < 0 || index >= static_cast<int64_t>(all.size())) throwTypeError(env_, "build: no such kernels here");
  return *all[static_cast<size_t>(index)];
}

void* Arguments::typed(const char* name, napi_typedarray_type type, const char* type_name, bool optional, int64_t* n) {
  const napi_value given = next();
  napi_typedarray_type found = napi_int8_array;
  size_t length = 0;
  void* data = nullptr;
  *n = 0;
  if (given != nullptr &&
      napi_get_typedarray_info(env_, given, &found, &length, &data, nullptr, nullptr) == napi_ok) {
    if (found == type) {
      *n = static_cast<int64_t>(length);
      return data;
    }
  } else if (optional) {
    napi_valuetype kind = napi_undefined;
    if (given == nullptr || (napi_typeof(env_, given, &kind) == napi_ok && kind == napi_undefined)) return nullptr;
  }
  throwTypeError(env_, std::string(name) + ": expected a " + type_name);
}

float* Arguments::allFloats(const char* name, int64_t* n) {
  return static_cast<float*>(typed(name, napi_float32_array, "Float32Array", false, n));
}

float* Arguments::floats(const char* name, int64_t n) {
  int64_t found = 0;
  float* values = allFloats(name, &found);
  if (found < n)
    throwTypeError(env_, std::string(name) + ": expected " + std::to_string(n) + " values, got " + std::to_string(found));
  return values;
}

float* Arguments::optionalFloats(const char* name, int64_t n) {
  int64_t found = 0;
  float* values = static_cast<float*>(typed(name, napi_float32_array, "Float32Array", true, &found));
  if (values != nullptr && found < n)
    throwTypeError(env_, std::string(name) + ": expected " + std::to_string(n) + " values, got " + std::to_string(found));
  return values;
}

const int32_t* Arguments::integers(const char* name, int64_t* n) {
  return static_cast<const int32_t*>(typed(name, napi_int32_array, "Int32Array", false, n));
}

double* Arguments::numbers(const char* name, int64_t n) {
  int64_t found = 0;
  void* values = typed(name, napi_float64_array, "Float64Array", false, &found);
  if (found < n)
    throwTypeError(env_, std::string(name) + ": expected " + std::to_string(n) + " numbers, got " + std::to_string(found));
  return static_cast<double*>(values);
}

napi_value wrap(napi_env env, std::unique_ptr<Handle> handle) {
  napi_value value = nullptr;
  const auto forget = [](napi_env, void* data, void*) { delete static_cast<Handle*>(data); };
  if (napi_create_external(env, handle.get(), forget, nullptr, &value) != napi_ok)
    throw std::runtime_error("normprop-native: cannot make a handle");
  handle.release();
  return value;
}

Handle* unwrap(Arguments& args) {
  const napi_value given = args.next();
  napi_valuetype kind = napi_undefined;
  if (given == nullptr || (napi_typeof(args.env(), given, &kind) == napi_ok && kind == napi_undefined)) return nullptr;
  void* data = nullptr;
  if (kind != napi_external || napi_get_value_external(args.env(), given, &data) != napi_ok ||
      static_cast<Handle*>(data)->mark != Handle::MARK)
    throwTypeError(args.env(), "handle: expected weights or a reserve of normprop-native");
  return static_cast<Handle*>(data);
}
