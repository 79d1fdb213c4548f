package io.keelson.bench;

import java.util.List;

/** Measures ours and a baseline in the same run. */
public interface Benchmark {
  /**
   * @throws CannotRun when something that the benchmark needs is not here
   * @throws Exception when the measurement failed
   */
  BenchResult run(List<String> arguments) throws Exception;
}
