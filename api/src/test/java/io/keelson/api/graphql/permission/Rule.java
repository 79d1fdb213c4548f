package io.keelson.api.graphql.permission;

import io.keelson.tenancy.access.Permission;
import java.util.List;

/**
 * What an operation needs, and how it answers who lacks it. The rule of the house: an operation
 * whose permission the caller holds nowhere is FORBIDDEN, whatever it names. A project's thing is
 * NOT_FOUND for whoever may not read the project, and FORBIDDEN for whoever may, but lacks the
 * permission there. What belongs to the tenant is FORBIDDEN without the permission in the whole
 * tenant. Nobody can tell another tenant's thing from one that is not there.
 */
@FunctionalInterface
interface Rule {

  Outcome expected(Rights rights, Place place);

  /** For any signed-in caller. */
  static Rule everybody() {
    return (rights, place) -> Outcome.LET_THROUGH;
  }

  /** For whoever holds something, be it in a single project. */
  static Rule holders() {
    return (rights, place) ->
        rights.inTenant().isEmpty() && rights.inProject().isEmpty()
            ? Outcome.FORBIDDEN
            : Outcome.LET_THROUGH;
  }

  /** Whatever the caller holds, it depends on whether it is a person. */
  static Rule byKind(Outcome person, Outcome anybodyElse) {
    return (rights, place) -> rights.isPerson() ? person : anybodyElse;
  }

  /** For operators of the installation, who are nobody's members: in any tenant that there is. */
  static Rule operators() {
    return (rights, place) -> {
      if (!rights.isOperator()) {
        return Outcome.FORBIDDEN;
      }
      return place == Place.MISSING ? Outcome.NOT_FOUND : Outcome.LET_THROUGH;
    };
  }

  /** All of these in the whole tenant. */
  static Rule inTenant(Permission... needed) {
    return (rights, place) -> {
      for (Permission permission : needed) {
        if (!rights.mayInTenant(permission)) {
          return Outcome.FORBIDDEN;
        }
      }
      return place.exists() ? Outcome.LET_THROUGH : Outcome.NOT_FOUND;
    };
  }

  /** {@link #inTenant}, and a person. */
  static Rule personInTenant(Permission needed) {
    Rule inTenant = inTenant(needed);
    return (rights, place) ->
        rights.isPerson() ? inTenant.expected(rights, place) : Outcome.FORBIDDEN;
  }

  /** All of these in the project of the thing, which is looked for first. */
  static Rule inProject(Permission... needed) {
    return (rights, place) -> {
      if (!rights.mayAnywhere(needed[0])) {
        return Outcome.FORBIDDEN;
      }
      return place.exists() ? inPlace(rights, place, List.of(needed)) : Outcome.NOT_FOUND;
    };
  }

  /**
   * {@link #inProject} for what names the project itself: the right is asked for before the project
   * is looked for.
   */
  static Rule inNamedProject(Permission... needed) {
    return (rights, place) -> {
      if (!rights.mayAnywhere(needed[0])) {
        return Outcome.FORBIDDEN;
      }
      Outcome outcome = inPlace(rights, place, List.of(needed));
      return place.exists() || outcome != Outcome.LET_THROUGH ? outcome : Outcome.NOT_FOUND;
    };
  }

  private static Outcome inPlace(Rights rights, Place place, List<Permission> needed) {
    for (Permission permission : needed) {
      if (!rights.may(permission, place)) {
        return rights.may(Permission.PROJECT_READ, place) ? Outcome.FORBIDDEN : Outcome.NOT_FOUND;
      }
    }
    return Outcome.LET_THROUGH;
  }

  /** {@link #inProject} for what is not there for whoever lacks the second permission. */
  static Rule inProjectIfSeen(Permission needed, Permission seenWith) {
    Rule inProject = inProject(needed);
    return (rights, place) ->
        rights.mayAnywhere(needed) && !rights.may(seenWith, place)
            ? Outcome.NOT_FOUND
            : inProject.expected(rights, place);
  }

  /** A report narrowed to a project: of one that is not there it is empty. */
  static Rule reportOfProject(Permission needed) {
    return (rights, place) ->
        rights.mayAnywhere(needed) ? inPlace(rights, place, List.of(needed)) : Outcome.FORBIDDEN;
  }

  /** Handing out a permission in a project with one of the tenant's: what is lacking is named. */
  static Rule handingOut(Permission needed, Permission handedOut) {
    return (rights, place) -> {
      if (!rights.mayInTenant(needed) || !rights.may(handedOut, place)) {
        return Outcome.FORBIDDEN;
      }
      return place.exists() ? Outcome.LET_THROUGH : Outcome.NOT_FOUND;
    };
  }

  /** In some place at least, whichever it is. */
  static Rule somewhere(Permission needed) {
    return (rights, place) -> rights.mayAnywhere(needed) ? Outcome.LET_THROUGH : Outcome.FORBIDDEN;
  }

  /** A list, which leaves out what the caller may not read. */
  static Rule listed(Permission needed) {
    return (rights, place) ->
        rights.mayAnywhere(needed) ? shown(needed).expected(rights, place) : Outcome.FORBIDDEN;
  }

  /** {@link #listed}, and left out without the second one as well. */
  static Rule listedBoth(Permission needed, Permission inside) {
    return (rights, place) ->
        rights.mayAnywhere(needed)
            ? shownBoth(needed, inside).expected(rights, place)
            : Outcome.FORBIDDEN;
  }

  /** Left out without the permission in its project, and never refused. */
  static Rule shown(Permission needed) {
    return (rights, place) ->
        place.exists() && rights.may(needed, place) ? Outcome.LET_THROUGH : Outcome.LEFT_OUT;
  }

  /** Left out without the permission in the whole tenant, and never refused. */
  static Rule shownInTenant(Permission needed) {
    return (rights, place) ->
        place.exists() && rights.mayInTenant(needed) ? Outcome.LET_THROUGH : Outcome.LEFT_OUT;
  }

  /** Left out for whoever is of another tenant. */
  static Rule shownToItsOwn() {
    return (rights, place) -> place.exists() ? Outcome.LET_THROUGH : Outcome.LEFT_OUT;
  }

  /** {@link #shown} with both. */
  static Rule shownBoth(Permission needed, Permission inside) {
    return (rights, place) ->
        shown(inside).expected(rights, place) == Outcome.LET_THROUGH
            ? shown(needed).expected(rights, place)
            : Outcome.LEFT_OUT;
  }

  /** {@link #shownBoth} with a third one. */
  static Rule shownAll(Permission needed, Permission inside, Permission innermost) {
    return inside(shownBoth(needed, inside), shown(innermost));
  }

  /** {@link #shown}, with something inside it that is FORBIDDEN without another permission. */
  static Rule shownThen(Permission needed, Permission inside) {
    return inside(
        shown(needed),
        (rights, place) -> rights.may(inside, place) ? Outcome.LET_THROUGH : Outcome.FORBIDDEN);
  }

  /** {@link #shownInTenant}, with something inside it that is FORBIDDEN without another one. */
  static Rule shownInTenantThen(Permission needed, Permission inside) {
    return inside(shownInTenant(needed), inTenant(inside));
  }

  private static Rule inside(Rule outer, Rule inner) {
    return (rights, place) -> {
      Outcome outcome = outer.expected(rights, place);
      return outcome == Outcome.LET_THROUGH ? inner.expected(rights, place) : outcome;
    };
  }

  /** {@link #shown}, and something inside it that needs another permission. */
  static Rule shownWith(Permission needed, Permission inside) {
    return inside(shown(needed), (rights, place) -> inPlace(rights, place, List.of(inside)));
  }
}
