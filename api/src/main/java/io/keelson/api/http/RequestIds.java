package io.keelson.api.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Gives every request an id, or takes the caller's; the answer, the logs and the audit row carry
 * it.
 */
@ApplicationScoped
public class RequestIds {
  public static final String KEY = "keelson.request-id";
  public static final String HEADER = "X-Request-Id";
  private static final int BEFORE_ANYTHING_ANSWERS = Integer.MIN_VALUE;
  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  /** The framework's filters come behind the doors of uploads and downloads. */
  void register(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) Router router) {
    router.route().order(BEFORE_ANYTHING_ANSWERS).handler(RequestIds::assign);
  }

  private static void assign(RoutingContext context) {
    String given = context.request().getHeader(HEADER);
    String id = given != null && ACCEPTED.matcher(given).matches() ? given : generated();
    context.put(KEY, id);
    context.response().putHeader(HEADER, id);
    context.next();
  }

  private static String generated() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return Long.toHexString(random.nextLong() | Long.MIN_VALUE)
        + Integer.toHexString(random.nextInt());
  }
}
