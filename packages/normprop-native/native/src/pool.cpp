#include "pool.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

namespace {

/** A thread of the pool: sleeps until it is given a part. */
class Worker {
 public:
  Worker() : thread_([this] { loop(); }) {}
  ~Worker() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stops_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  void start(const std::function<void(int64_t)>& body, int64_t part) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      body_ = &body;
      part_ = part;
    }
    changed_.notify_all();
  }

  void join() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return body_ == nullptr; });
  }

 private:
  void loop() {
    std::unique_lock<std::mutex> lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return stops_ || body_ != nullptr; });
      if (stops_) return;
      const std::function<void(int64_t)>* body = body_;
      const int64_t part = part_;
      lock.unlock();
      (*body)(part);
      lock.lock();
      body_ = nullptr;
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  const std::function<void(int64_t)>* body_ = nullptr;
  int64_t part_ = 0;
  bool stops_ = false;
  std::thread thread_; // last: it uses all of the above
};

struct Pool {
  /** Held while a call runs: another thread of JavaScript then works alone. */
  std::mutex busy;
  std::vector<Worker*> workers;
};

Pool& pool() {
  static Pool* only = new Pool; // never destroyed: its threads may sleep until the process ends
  return *only;
}

/** As many workers as asked for, or as the system grants. */
void grow(Pool& only, size_t wanted) {
  try {
    while (only.workers.size() < wanted) only.workers.push_back(new Worker);
  } catch (const std::system_error&) {
  }
}

}  // namespace

std::vector<Slice> slices(int64_t n, int64_t parts, int64_t unit) {
  const int64_t units = (n + unit - 1) / unit;
  const int64_t count = std::max<int64_t>(1, std::min(parts, units));
  std::vector<Slice> all;
  for (int64_t i = 0; i < count; i++)
    all.emplace_back(i * units / count * unit, std::min(n, (i + 1) * units / count * unit));
  return all;
}

void runParts(int64_t parts, const std::function<void(int64_t)>& body) {
  std::unique_lock<std::mutex> lock(pool().busy, std::defer_lock);
  int64_t shared = 0;
  if (parts > 1 && lock.try_lock()) {
    grow(pool(), static_cast<size_t>(parts - 1));
    shared = std::min<int64_t>(parts - 1, static_cast<int64_t>(pool().workers.size()));
  }
  for (int64_t i = 0; i < shared; i++) pool().workers[static_cast<size_t>(i)]->start(body, i + 1);
  body(0);
  for (int64_t i = shared + 1; i < parts; i++) body(i);
  for (int64_t i = 0; i < shared; i++) pool().workers[static_cast<size_t>(i)]->join();
}

void stopThreads() {
  const std::lock_guard<std::mutex> lock(pool().busy);
  for (Worker* worker : pool().workers) delete worker;
  pool().workers.clear();
}
