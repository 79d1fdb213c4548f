package io.keelson.api.graphql.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** A stretch of a list with the cursor of each item. */
public record Page<T>(List<T> items, List<String> cursors, PageInfo info) {

  /** The edges of a connection. */
  public <E> List<E> edges(BiFunction<T, String, E> edge) {
    List<E> edges = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      edges.add(edge.apply(items.get(i), cursors.get(i)));
    }
    return edges;
  }
}
