package io.keelson.api.graphql.page;

import io.keelson.api.subject.VisiblePage;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Cuts lists into pages by the Relay connection rules: {@code first} of 1 to 100, 20 when not
 * given.
 */
@ApplicationScoped
public class Pages {
  private static final int DEFAULT_ITEMS = 20;
  private static final int MAX_ITEMS = 100;
  private final Cursors cursors;

  Pages(Cursors cursors) {
    this.cursors = cursors;
  }

  /**
   * Reads at most {@code limit} items that follow the one with the id; null for those at the start.
   */
  @FunctionalInterface
  public interface Reader<T> {
    List<T> read(int limit, UUID from);
  }

  /** The same of a list whose places are more than an id. */
  @FunctionalInterface
  public interface PlaceReader<T> {
    List<T> read(int limit, String from);
  }

  /** The same of a list of which some rows are passed over. */
  @FunctionalInterface
  public interface VisibleReader<T> {
    VisiblePage<T> read(int limit, UUID from);
  }

  /** What of a list is asked for, checked. */
  public record Slice(String list, UUID tenantId, int items, UUID from) {
    /** One more than asked for: whether it comes tells whether another page follows. */
    public int limit() {
      return items + 1;
    }
  }

  public Slice slice(String list, UUID tenantId, Integer first, String after) {
    return slice("first", "after", list, tenantId, first, after);
  }

  private Slice slice(
      String itemsField,
      String cursorField,
      String list,
      UUID tenantId,
      Integer items,
      String cursor) {
    int wanted = items(itemsField, items);
    String place = cursors.decode(cursorField, list, tenantId, cursor);
    return new Slice(list, tenantId, wanted, place == null ? null : UUID.fromString(place));
  }

  private static int items(String field, Integer items) {
    return items == null ? DEFAULT_ITEMS : Input.range(field, items, 1, MAX_ITEMS);
  }

  public <T> Page<T> forward(
      String list,
      UUID tenantId,
      Integer first,
      String after,
      Reader<T> reader,
      Function<T, UUID> id) {
    Slice slice = slice(list, tenantId, first, after);
    return page(slice, reader.read(slice.limit(), slice.from()), id);
  }

  /**
   * {@link #forward} through a list of which the caller may not see all. A page may have fewer
   * items than were asked for, or none, although more follow: its end is where it was read to.
   */
  public <T> Page<T> forwardVisible(
      String list,
      UUID tenantId,
      Integer first,
      String after,
      VisibleReader<T> reader,
      Function<T, UUID> id) {
    Slice slice = slice(list, tenantId, first, after);
    VisiblePage<T> read = reader.read(slice.limit(), slice.from());
    Page<T> page = page(slice, read.items(), id);
    if (page.info().hasNextPage() || read.readTo() == null) {
      return page;
    }
    String end = cursors.encode(list, tenantId, read.readTo().toString());
    PageInfo info = page.info();
    return new Page<>(
        page.items(),
        page.cursors(),
        new PageInfo(true, info.hasPreviousPage(), info.startCursor(), end));
  }

  /**
   * {@link #forward} through a list in another order than that of its ids.
   *
   * @param place where an item stands: cursors hold it, signed
   */
  public <T> Page<T> forwardFrom(
      String list,
      UUID tenantId,
      Integer first,
      String after,
      PlaceReader<T> reader,
      Function<T, String> place) {
    int wanted = items("first", first);
    String from = cursors.decode("after", list, tenantId, after);
    List<T> read = reader.read(wanted + 1, from);
    boolean more = read.size() > wanted;
    List<T> items = more ? read.subList(0, wanted) : read;
    return page(new Slice(list, tenantId, wanted, null), items, more, from != null, place);
  }

  /** The page of a slice out of the items read for it, at most {@link Slice#limit}. */
  public <T> Page<T> page(Slice slice, List<T> read, Function<T, UUID> id) {
    boolean more = read.size() > slice.items();
    List<T> items = more ? read.subList(0, slice.items()) : read;
    return page(slice, items, more, slice.from() != null, id);
  }

  /** {@code last} items before a cursor; the reader gives them nearest first. */
  public <T> Page<T> backward(
      String list,
      UUID tenantId,
      Integer last,
      String before,
      Reader<T> reader,
      Function<T, UUID> id) {
    Slice slice = slice("last", "before", list, tenantId, last, before);
    List<T> read = reader.read(slice.limit(), slice.from());
    boolean more = read.size() > slice.items();
    List<T> items = (more ? read.subList(0, slice.items()) : read).reversed();
    Page<T> page = page(slice, items, slice.from() != null, more, id);
    return page;
  }

  private <T> Page<T> page(
      Slice slice, List<T> items, boolean next, boolean previous, Function<T, ?> place) {
    List<String> places =
        items.stream()
            .map(
                item ->
                    cursors.encode(slice.list(), slice.tenantId(), place.apply(item).toString()))
            .toList();
    PageInfo info =
        new PageInfo(
            next,
            previous,
            places.isEmpty() ? null : places.getFirst(),
            places.isEmpty() ? null : places.getLast());
    return new Page<>(items, places, info);
  }

  /** Refuses a request that asks for both ends of a list at once. */
  public static void oneDirection(Integer first, String after, Integer last, String before) {
    if ((first != null || after != null) && (last != null || before != null)) {
      throw new Invalid(
          "last", last == null ? before : last, "either first and after, or last and before");
    }
  }
}
