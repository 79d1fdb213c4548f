package io.keelson.demo.walk;

/**
 * A run that has finished.
 *
 * @param accuracy on the held-out rows, 0 to 1
 * @param loss on the held-out rows
 */
record TrainedRun(String id, String jobId, String name, double accuracy, double loss) {}
