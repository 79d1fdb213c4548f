package io.keelson.api.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Answers every page address of the console with its one document, which finds the page by itself.
 */
@ApplicationScoped
class ConsolePages {
  private static final int BEFORE_FILES = -100;
  private static final int AFTER_EVERYTHING = 100_000;

  /** Files whose names stay when what is in them changes; the others carry a hash. */
  private static final String UNHASHED = "/(index\\.html|theme\\.js|favicon\\.svg)?";

  private static final List<String> DOORS =
      List.of("/graphql", "/session", "/data/", "/assets/", "/q/", "/api/");

  void register(@Observes Router router) {
    router.getWithRegex(UNHASHED).order(BEFORE_FILES).handler(ConsolePages::askAgain);
    router.get().order(AFTER_EVERYTHING).handler(ConsolePages::page);
  }

  private static void askAgain(RoutingContext context) {
    context.response().putHeader("Cache-Control", "no-cache");
    context.next();
  }

  private static void page(RoutingContext context) {
    String path = context.normalizedPath();
    boolean file = path.substring(path.lastIndexOf('/') + 1).contains(".");
    boolean wantsPage = String.valueOf(context.request().getHeader("Accept")).contains("text/html");
    if (file
        || !wantsPage
        || DOORS.stream().anyMatch(path::startsWith)
        || context.get("keelson.page") != null) {
      context.next();
      return;
    }
    context.put("keelson.page", true);
    context.reroute("/index.html");
  }
}
