package io.keelson.api.catalog.collection;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * What has come to a collector since it was made, and what of it waits to be sealed.
 *
 * @param accepted events that are, or will be, rows of the data set
 * @param deadLetters events that broke the schema, and are kept beside it
 * @param rejected that were no events, or none within the bounds, and are not kept
 * @param waitingBytes of the rows as they are written, before they are compressed
 * @param oldestWaitingAt null while nothing waits
 * @param lastVersionId the version that was sealed last; null while there is none
 */
public record CollectorFigures(
    long accepted,
    long duplicates,
    long deadLetters,
    long rejected,
    long waitingRows,
    long waitingBytes,
    OffsetDateTime oldestWaitingAt,
    UUID lastVersionId) {
  public static final CollectorFigures NONE = new CollectorFigures(0, 0, 0, 0, 0, 0, null, null);
}
