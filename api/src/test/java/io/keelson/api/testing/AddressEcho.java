package io.keelson.api.testing;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Answers with who is asking and how, as the application sees it. */
@ApplicationScoped
public class AddressEcho {
  public static final String PATH = "/test/address";

  void open(@Observes Router router) {
    router
        .get(PATH)
        .handler(
            context ->
                context
                    .response()
                    .end(
                        context.request().remoteAddress().hostAddress()
                            + " "
                            + context.request().scheme()));
  }
}
