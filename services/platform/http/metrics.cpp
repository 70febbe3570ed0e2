// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/metrics.h"

#include <array>
#include <atomic>
#include <map>
#include <mutex>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace muster::http {
namespace {

// The statuses that are counted apart; 0 stands for every other.
constexpr std::array statuses{200, 204, 302, 303, 304, 400, 401, 403, 404, 405, 409, 413,
                              414, 415, 417, 429, 431, 499, 500, 501, 503, 504, 505, 0};

std::size_t index_of(int status) {
  std::size_t i = 0;
  while (statuses[i] != status && statuses[i] != 0) ++i;
  return i;
}

const prometheus::Histogram::BucketBoundaries seconds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                      0.05,   0.1,     0.25,   0.5,   1,      2.5,   5,    10};

constexpr std::string_view page = "page";
constexpr std::string_view other = "other";

}  // namespace

struct Metrics::State {
  using Requests = prometheus::Family<prometheus::Counter>;

  struct Path {
    std::string label;
    prometheus::Histogram* duration = nullptr;
    // Filled when a status is first met, so that the text holds no rows of zeros.
    std::array<std::atomic<prometheus::Counter*>, statuses.size()> requests{};
  };
  struct Gauge {
    prometheus::Gauge* gauge;
    std::function<double()> value;
  };

  prometheus::Registry registry;
  Requests* requests = nullptr;
  prometheus::Counter* bytes_out = nullptr;
  std::map<std::string, Path, std::less<>> paths;
  std::function<bool(std::string_view)> is_page;
  std::vector<Gauge> gauges;
  std::mutex text;

  Path& find(std::string_view path) {
    const auto found = paths.find(path);
    if (found != paths.end()) return found->second;
    return paths.find(is_page && is_page(path) ? page : other)->second;
  }

  prometheus::Counter& counter(Path& path, int status) {
    std::atomic<prometheus::Counter*>& known = path.requests[index_of(status)];
    prometheus::Counter* found = known.load(std::memory_order_acquire);
    if (found == nullptr) {
      const int code = statuses[index_of(status)];
      // Two threads get the same counter from Add().
      found = &requests->Add({{"path", path.label}, {"code", code == 0 ? "other" : std::to_string(code)}});
      known.store(found, std::memory_order_release);
    }
    return *found;
  }
};

Metrics::Metrics(const std::vector<std::string>& known_paths, std::function<bool(std::string_view path)> is_page)
    : state_(std::make_unique<State>()) {
  state_->is_page = std::move(is_page);
  state_->requests = &prometheus::BuildCounter()
                          .Name("muster_http_requests_total")
                          .Help("Answered requests by path and status.")
                          .Register(state_->registry);
  state_->bytes_out = &prometheus::BuildCounter()
                           .Name("muster_http_body_bytes_total")
                           .Help("Bytes of answers' bodies, as sent.")
                           .Register(state_->registry)
                           .Add({});
  auto& durations = prometheus::BuildHistogram()
                        .Name("muster_http_request_seconds")
                        .Help("From the end of a request's head to the end of its answer.")
                        .Register(state_->registry);
  const auto add = [&](const std::string& label) {
    State::Path& path = state_->paths[label];
    path.label = label;
    path.duration = &durations.Add({{"path", label}}, seconds);
  };
  for (const auto& path : known_paths) add(path);
  add(std::string(page));
  add(std::string(other));
}

Metrics::~Metrics() = default;

std::string_view Metrics::label(std::string_view path) const { return state_->find(path).label; }

void Metrics::observe(const Finished& finished) {
  State::Path& path = state_->find(finished.path);
  state_->counter(path, finished.status).Increment();
  state_->bytes_out->Increment(static_cast<double>(finished.body_bytes_out));
  path.duration->Observe(std::chrono::duration<double>(finished.duration).count());
}

void Metrics::add_gauge(const std::string& name, const std::string& help, std::function<double()> value) {
  auto& gauge = prometheus::BuildGauge().Name(name).Help(help).Register(state_->registry).Add({});
  state_->gauges.push_back({&gauge, std::move(value)});
}

std::string Metrics::text() {
  std::lock_guard lock(state_->text);
  for (const State::Gauge& gauge : state_->gauges) gauge.gauge->Set(gauge.value());
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace muster::http
