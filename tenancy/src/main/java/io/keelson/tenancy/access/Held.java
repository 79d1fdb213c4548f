package io.keelson.tenancy.access;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Permissions in the whole tenant and in single projects; grants add up. */
final class Held {
  private final EnumSet<Permission> everywhere = EnumSet.noneOf(Permission.class);
  private final Map<UUID, Set<Permission>> byProject = new HashMap<>();

  static Held of(Principal principal) {
    Held held = new Held();
    held.add(principal.everywhere(), null);
    principal.byProject().forEach((project, permissions) -> held.add(permissions, project));
    return held;
  }

  Set<Permission> everywhere() {
    return everywhere;
  }

  Map<UUID, Set<Permission>> byProject() {
    return byProject;
  }

  /**
   * @param project null for the whole tenant
   */
  void add(Set<Permission> permissions, UUID project) {
    if (project == null) {
      everywhere.addAll(permissions);
    } else {
      byProject
          .computeIfAbsent(project, id -> EnumSet.noneOf(Permission.class))
          .addAll(permissions);
    }
  }

  /** What both hold, in each place. */
  Held within(Held other) {
    Held both = new Held();
    both.add(common(everywhere, other.everywhere), null);
    Set<UUID> projects = new HashSet<>(byProject.keySet());
    projects.addAll(other.byProject.keySet());
    for (UUID project : projects) {
      Set<Permission> common = common(in(project), other.in(project));
      if (!common.isEmpty()) {
        both.add(common, project);
      }
    }
    return both;
  }

  private Set<Permission> in(UUID project) {
    Set<Permission> all = EnumSet.copyOf(everywhere);
    all.addAll(byProject.getOrDefault(project, Set.of()));
    return all;
  }

  private static Set<Permission> common(Set<Permission> one, Set<Permission> other) {
    Set<Permission> both = EnumSet.noneOf(Permission.class);
    both.addAll(one);
    both.retainAll(other);
    return both;
  }
}
