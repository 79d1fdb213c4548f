package io.keelson.api.catalog.experiment;

import java.util.List;

/**
 * Runs side by side.
 *
 * @param runs in the order asked for
 * @param differingParams keys whose values are not the same in all runs, sorted
 * @param metrics keys that any of the runs has, sorted
 */
public record RunComparison(List<Run> runs, List<String> differingParams, List<String> metrics) {}
