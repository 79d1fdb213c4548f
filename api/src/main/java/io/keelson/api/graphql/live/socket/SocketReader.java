package io.keelson.api.graphql.live.socket;

import io.keelson.api.graphql.live.topic.LiveReader;
import io.keelson.api.graphql.live.topic.Unread;
import io.keelson.api.identity.Credential;
import io.keelson.api.identity.Standing;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Unauthenticated;
import io.keelson.tenancy.failure.Unavailable;
import java.util.concurrent.CompletionException;

/** Who follows something by one operation of a socket. */
record SocketReader(
    CredentialWatch watch, Credential credential, Unread unread, Stall stall, OperationLoop loop)
    implements LiveReader {

  @Override
  public Principal principal() {
    Standing standing;
    try {
      standing = watch.now(credential).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw unknown(e.getCause());
    }
    return rights(standing);
  }

  @Override
  public Principal principalIfKnown() {
    Standing standing = watch.nowIfKnown(credential);
    return standing == null ? null : rights(standing);
  }

  private static Principal rights(Standing standing) {
    return switch (standing) {
      case Standing.Counts counts -> counts.principal().orElseThrow(SocketReader::noRights);
      case Standing.Ended ended -> throw noRights();
    };
  }

  @Override
  public void onLoop(Runnable work) {
    loop.run(work);
  }

  @Override
  public void later(Runnable work) {
    loop.later(work);
  }

  @Override
  public boolean isStalled() {
    return stall.isLong();
  }

  private static Unauthenticated noRights() {
    return new Unauthenticated("the credential of this subscription does not count any more");
  }

  static Unavailable unknown(Throwable cause) {
    return new Unavailable("the caller's rights cannot be looked up now", cause);
  }
}
