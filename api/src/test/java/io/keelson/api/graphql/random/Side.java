package io.keelson.api.graphql.random;

import io.keelson.api.graphql.permission.Caller;
import io.keelson.tenancy.database.GlobalId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * One of the two tenants: who calls in it, and what its operations may name.
 *
 * @param word in the names of all its rows, and of no row of the other tenant
 * @param slugs its own and its project's, without that word: callers of both tenants send them
 * @param strong those of the callers who may do much in the whole tenant and never leave it
 */
record Side(
    String word,
    List<String> slugs,
    List<Caller> callers,
    List<Caller> strong,
    Map<String, List<String>> ids,
    AtomicInteger names) {

  private static final int PERCENT = 100;
  private static final int STRONG = 65;

  static Side of(String word, List<String> slugs, List<Caller> callers, List<Caller> strong) {
    return new Side(word, slugs, callers, strong, new ConcurrentHashMap<>(), new AtomicInteger());
  }

  /** More often one who may do much, so that many answers hold something. */
  Caller anyCaller(RandomGenerator random) {
    List<Caller> some = random.nextInt(PERCENT) < STRONG ? strong : callers;
    return some.get(random.nextInt(some.size()));
  }

  /** From now on operations of both tenants name it. */
  void know(String id) {
    ids.computeIfAbsent(GlobalId.typeOf("id", id), type -> new CopyOnWriteArrayList<>()).add(id);
  }

  List<String> allIds() {
    return ids.values().stream().flatMap(List::stream).toList();
  }

  /**
   * @param type null for any
   */
  String anyId(RandomGenerator random, String type) {
    List<String> types = List.copyOf(ids.keySet());
    List<String> some = ids.get(type == null ? types.get(random.nextInt(types.size())) : type);
    return some == null ? anyId(random, null) : some.get(random.nextInt(some.size()));
  }

  /** A name that nothing has yet. */
  String newName() {
    return word + "-" + names.incrementAndGet();
  }
}
