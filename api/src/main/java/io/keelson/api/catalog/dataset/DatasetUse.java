package io.keelson.api.catalog.dataset;

import java.util.UUID;

/**
 * How much a data set is read, as far as whoever asks may see it: by its newest 200 versions, and
 * by at most 1,000 readings of runs and as many of jobs.
 *
 * @param runs that read it
 * @param jobs that read it for no run
 * @param models that have a version of one of these runs
 * @param complete whether these are all
 * @param newestVersionId the newest version that is read; null for none
 */
public record DatasetUse(int runs, int jobs, int models, boolean complete, UUID newestVersionId) {
  public static final DatasetUse NONE = new DatasetUse(0, 0, 0, true, null);
}
