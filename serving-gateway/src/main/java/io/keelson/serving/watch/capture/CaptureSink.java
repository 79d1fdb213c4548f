package io.keelson.serving.watch.capture;

import io.keelson.tenancy.failure.Failure;
import java.util.List;
import java.util.UUID;

/** Where kept requests go: a collector of the catalog. May block, and never on an event loop. */
@FunctionalInterface
public interface CaptureSink {

  /**
   * A row of the data set.
   *
   * @param inferenceId by which, with its endpoint, it is known again
   * @param bytes in which it is: one line of JSON, without its end, beside others
   * @param from where it begins in them
   * @param to where it ends
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Row(String inferenceId, byte[] bytes, int from, int to) {}

  /**
   * Takes all of the rows or none of them; they are durable when this returns, and those that were
   * there stay as they were. Nothing may look at their bytes afterwards: other rows come there.
   *
   * @return how many were not there before
   * @throws Failure when they are refused, and so would be again
   * @throws RuntimeException otherwise when it may work later
   */
  int append(UUID tenantId, UUID endpointId, UUID collectorId, List<Row> rows);
}
