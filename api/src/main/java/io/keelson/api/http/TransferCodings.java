package io.keelson.api.http;

import io.keelson.serving.connection.TransferCoding;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** Refuses a request whose body may end elsewhere than it is read to: {@link TransferCoding}. */
@ApplicationScoped
class TransferCodings {
  private static final int BEFORE_ANYTHING_ANSWERS = Integer.MIN_VALUE;
  private final HostileInputLog log;

  TransferCodings(HostileInputLog log) {
    this.log = log;
  }

  /** The framework's filters come behind the doors of uploads and downloads. */
  void register(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) Router router) {
    router.route().order(BEFORE_ANYTHING_ANSWERS).handler(this::check);
  }

  /** The operators' port is a server of its own. */
  void register(@Observes ManagementInterface management) {
    management.router().route().order(BEFORE_ANYTHING_ANSWERS).handler(this::check);
  }

  private void check(RoutingContext context) {
    if (TransferCoding.isUnderstood(context.request())) {
      context.next();
    } else {
      log.note(context.get(RequestIds.KEY), "Transfer-Encoding: expected chunked");
      TransferCoding.refuse(context.request());
    }
  }
}
