package io.keelson.api.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * A stretch of a list of whose rows the reader may not see all. Those that they may not see are
 * passed over, so many at a time: a stretch may have fewer items than were asked for, or none, and
 * the list goes on behind it.
 *
 * @param readTo the place of the last row that was looked at, where the reading stopped before it
 *     had what was asked for and before the end; null otherwise
 */
public record VisiblePage<T>(List<T> items, UUID readTo) {

  /**
   * How a list is read, newest first.
   *
   * @param batch how many rows are read at once
   * @param most rows that are read for one stretch, in whole batches
   * @param rows those before a place, or the newest for null: as many as a batch has, and fewer at
   *     the end alone
   * @param visible what of rows the reader may see, in their order
   */
  public record Source<R, T>(
      int batch,
      int most,
      Function<UUID, List<R>> rows,
      Function<R, UUID> place,
      Function<List<R>, List<T>> visible) {

    /**
     * @param limit items at most
     * @param before the place to go on from; null for the newest
     */
    public VisiblePage<T> read(int limit, UUID before) {
      List<T> items = new ArrayList<>();
      UUID from = before;
      for (int read = 0; read < most; read += batch) {
        List<R> found = rows.apply(from);
        visible.apply(found).stream().limit(limit - items.size()).forEach(items::add);
        if (items.size() == limit || found.size() < batch) {
          return new VisiblePage<>(items, null);
        }
        from = place.apply(found.getLast());
      }
      return new VisiblePage<>(items, from);
    }
  }
}
