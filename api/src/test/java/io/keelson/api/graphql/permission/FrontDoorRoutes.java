package io.keelson.api.graphql.permission;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The rows of the front door's routes beside the API. The bytes of a tenant are for whoever has a
 * signed link, and operations that need a permission make it; events are for whoever may write
 * their data set, whose test tries that.
 */
@ApplicationScoped
class FrontDoorRoutes {
  private static final String NOTHING = "00000000-0000-7000-8000-000000000000";

  /** The rest, the folder of what is on the management port, and a schema that is switched off. */
  private static final Set<String> OF_THE_FRAMEWORK = Set.of("/", "/q/", "/graphql/schema.graphql");

  private final HttpClient http = HttpClient.newHttpClient();
  private final BeanManager beans;
  private Router router;

  FrontDoorRoutes(BeanManager beans) {
    this.beans = beans;
  }

  void see(@Observes Router routes) {
    router = routes;
  }

  /**
   * A route and how it is asked.
   *
   * @param nobody the status for whoever sends no credential
   * @param person for a signed-in person
   * @param key for the key of a tenant or an account
   */
  record Door(String method, String route, String path, int nobody, int person, int key) {
    int expected(Caller caller) {
      if (caller == null) {
        return nobody;
      }
      return caller.rights().isPerson() ? person : key;
    }
  }

  static List<Door> rows() {
    return List.of(
        new Door("GET", "/session", "/session", 401, 200, 401),
        new Door("GET", "/session/login", "/session/login", 302, 303, 303),
        new Door("POST", "/session/logout", "/session/logout", 204, 204, 204),
        new Door(
            "POST", "/session/backchannel-logout", "/session/backchannel-logout", 400, 400, 400),
        new Door("GET", "/graphql", "/graphql", 405, 405, 405),
        new Door("HEAD", "/data/uploads/:id", "/data/uploads/" + NOTHING, 404, 404, 404),
        new Door(
            "POST",
            "/data/collectors/:id/events",
            "/data/collectors/" + NOTHING + "/events",
            401,
            400,
            415),
        new Door("GET", "/data/objects/:digest", "/data/objects/" + "a".repeat(64), 404, 404, 404));
  }

  /** The routes that there are, of Vert.x and of Jakarta REST. */
  Set<String> routes() {
    Set<String> routes = new TreeSet<>();
    router.getRoutes().stream()
        .map(Route::getPath)
        .filter(Objects::nonNull)
        .filter(path -> !OF_THE_FRAMEWORK.contains(path) && !path.startsWith("/test/"))
        .forEach(routes::add);
    for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
      Path path = bean.getBeanClass().getAnnotation(Path.class);
      if (path != null) {
        Stream.of(bean.getBeanClass().getDeclaredMethods())
            .filter(FrontDoorRoutes::isAsked)
            .forEach(method -> routes.add(path.value() + inner(method)));
      }
    }
    return routes;
  }

  private static boolean isAsked(Method method) {
    return Stream.of(method.getAnnotations())
        .map(Annotation::annotationType)
        .anyMatch(type -> type.isAnnotationPresent(HttpMethod.class));
  }

  private static String inner(Method method) {
    Path path = method.getAnnotation(Path.class);
    return path == null ? "" : path.value();
  }

  /** The status of the answer. */
  int ask(int port, Door door, Caller caller) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + door.path()))
            .method(
                door.method(),
                door.method().equals("GET")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(""));
    request.header("Tus-Resumable", "1.0.0"); // without it the upload door looks at nothing
    if (caller != null) {
      request.header("Authorization", "Bearer " + caller.bearer());
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
