package io.keelson.profiler.check;

import java.util.List;

/** What the columns' names and types decide, or that it cannot be judged. */
record Settled(Expectation expectation, Result result) implements Check {
  @Override
  public List<Measure> measures() {
    return List.of();
  }

  @Override
  public Result judge(Evidence evidence) {
    return result;
  }
}
