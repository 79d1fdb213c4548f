package io.keelson.trainer.report;

import java.util.Map;

/** Where a training tells how it goes. Calls return at once unless the platform lags far behind. */
public interface MetricLog {

  /** Nobody listens: a training started by hand. */
  MetricLog NONE =
      new MetricLog() {
        @Override
        public void parameters(Map<String, String> values) {}

        @Override
        public void totalSteps(long steps) {}

        @Override
        public void metrics(long step, Map<String, Double> values) {}

        @Override
        public void finish() {}
      };

  /**
   * @throws ReportFailed when an earlier report could not be delivered
   */
  void parameters(Map<String, String> values) throws ReportFailed;

  /**
   * How many steps there will be: what the platform tells progress and the end by.
   *
   * @throws ReportFailed when an earlier report could not be delivered
   */
  void totalSteps(long steps) throws ReportFailed;

  /**
   * @throws ReportFailed when an earlier report could not be delivered
   */
  void metrics(long step, Map<String, Double> values) throws ReportFailed;

  /**
   * Blocks until all that was logged is delivered.
   *
   * @throws ReportFailed when it could not be
   */
  void finish() throws ReportFailed;
}
