package io.keelson.api.graphql;

import io.keelson.api.catalog.project.PageLimit;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/** The type prefixes of global ids, and the joining of what batch resolvers read. */
public final class GraphTypes {
  public static final String TENANT = "tenant";
  public static final String MEMBER = "member";
  public static final String API_KEY = "apikey";
  public static final String PROJECT = "project";
  public static final String DATASET = "dataset";
  public static final String DATASET_VERSION = "datasetversion";
  public static final String COLLECTOR = "collector";
  public static final String EXPERIMENT = "experiment";
  public static final String RUN = "run";
  public static final String MODEL = "model";
  public static final String MODEL_VERSION = "modelversion";
  public static final String JOB = "job";
  public static final String ENDPOINT = "endpoint";
  public static final String REVISION = "revision";
  public static final String ROLLOUT = "rollout";
  public static final String UPLOAD = "upload";
  public static final String BUDGET = "budget";
  public static final String DEAD_LETTER = "deadletter";
  public static final String TEAM = "team";
  public static final String ROLE = "role";
  public static final String INVITATION = "invitation";
  public static final String SERVICE_ACCOUNT = "serviceaccount";
  public static final String SIGN_ON_PROVIDER = "signonprovider";
  public static final String SIGN_ON_DOMAIN = "signondomain";
  public static final String EXPECTATION_SUITE = "expectationsuite";
  public static final String VALIDATION = "validation";
  public static final String WAIVER = "waiver";
  public static final String TRANSFORM_PREVIEW = "transformpreview";
  public static final String CHANNEL = "channel";
  public static final String DELIVERY = "delivery";
  public static final String ALERT_RULE = "alertrule";
  public static final String ALERT = "alert";
  public static final String COMMENT = "comment";
  public static final String INBOX_THREAD = "inboxthread";
  public static final String RETRAINING_POLICY = "retrainingpolicy";
  public static final String RETRAINING_RUN = "retrainingrun";

  private GraphTypes() {}

  public static String id(String type, UUID id) {
    return id == null ? null : GlobalId.encode(type, id);
  }

  /** Null for null, for arguments that may be left out. */
  public static UUID optional(String field, String type, String id) {
    return id == null ? null : GlobalId.decode(field, type, id);
  }

  /**
   * The items of a list that may be left out: none then.
   *
   * @throws Invalid for a null among them, which the schema cannot rule out in such a list
   */
  public static <T> List<T> items(String field, List<T> items) {
    if (items == null) {
      return List.of();
    }
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) == null) {
        throw new Invalid(field + "[" + i + "]", null, "an item, or a shorter list");
      }
    }
    return items;
  }

  /** What the sources of a batch resolver name, each once; those that name nothing are left out. */
  public static <S, K> List<K> distinct(List<S> sources, Function<S, K> key) {
    return sources.stream().map(key).filter(Objects::nonNull).distinct().toList();
  }

  /**
   * What is found for ids that others led to, of which there may be more than a service takes at
   * once.
   */
  public static <V> Map<UUID, V> inBatches(
      List<UUID> ids, Function<List<UUID>, Map<UUID, V>> lookUp) {
    Map<UUID, V> found = new HashMap<>();
    for (int from = 0; from < ids.size(); from += PageLimit.MAX_BATCH_IDS) {
      int to = Math.min(ids.size(), from + PageLimit.MAX_BATCH_IDS);
      found.putAll(lookUp.apply(ids.subList(from, to)));
    }
    return found;
  }

  /**
   * {@link #join} for what every source has and what is there for whoever holds the permission.
   *
   * @throws Forbidden when it was not found for one of them
   */
  public static <S, K, V> List<V> joinAll(
      List<S> sources, Function<S, K> key, Map<K, V> found, Permission permission) {
    List<V> joined = join(sources, key, found);
    if (joined.contains(null)) {
      throw new Forbidden(permission.name());
    }
    return joined;
  }

  /**
   * For a batch resolver: what was found for each source, in the order of the sources; null where
   * nothing was.
   */
  public static <S, K, V> List<V> join(List<S> sources, Function<S, K> key, Map<K, V> found) {
    return join(sources, key, found, null);
  }

  public static <S, K, V> List<V> join(
      List<S> sources, Function<S, K> key, Map<K, V> found, V otherwise) {
    List<V> out = new ArrayList<>(sources.size());
    for (S source : sources) {
      K wanted = key.apply(source);
      V value = wanted == null ? null : found.get(wanted);
      out.add(value == null ? otherwise : value);
    }
    return out;
  }
}
