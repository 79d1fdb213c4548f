package io.keelson.api.data;

import io.keelson.tenancy.object.ObjectsConfig;
import io.keelson.tenancy.object.SignedUrls;
import io.keelson.tenancy.object.TenantObjects;
import io.keelson.tenancy.object.Uploads;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * {@code /data/uploads/<id>} and {@code /data/objects/<digest>}: bytes in and out, for whoever has
 * a signed link. The link is the permission, for as long as its maker has theirs; who gets one was
 * decided, and written down, by the service that made it.
 */
@ApplicationScoped
public class DataDoors {
  /** Of this process at one time; each holds up to 8 MiB, and one tenant can hold half of them. */
  private static final int MAX_UPLOADS = 32;

  /** Likewise; each holds up to 3 MiB, and half a MiB while its client is slow. */
  private static final int MAX_DOWNLOADS = 128;

  /**
   * Before whatever reads bodies into memory or bounds them for the other doors, and behind what
   * all connections are held to: of routes with one order, those come first that were there first.
   */
  private static final int FIRST = Integer.MIN_VALUE;

  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(10);

  private final OpenLinks links;
  private final Transfers uploading;
  private final Transfers downloading;
  private final UploadDoor uploadDoor;
  private final DownloadDoor downloadDoor;

  public DataDoors(
      Uploads uploads,
      TenantObjects objects,
      SignedUrls urls,
      LinkMakers makers,
      ObjectsConfig config) {
    this.links = new OpenLinks(makers);
    this.uploading = new Transfers("uploads", MAX_UPLOADS);
    this.downloading = new Transfers("downloads", MAX_DOWNLOADS);
    this.uploadDoor = new UploadDoor(uploads, urls, links, config, uploading);
    this.downloadDoor = new DownloadDoor(objects, urls, links, config, downloading);
  }

  /** Adds the two routes. */
  public void register(@Observes Router router) {
    links.start();
    router.route("/data/uploads/:id").order(FIRST).handler(uploadDoor::handle);
    router.route("/data/objects/:digest").order(FIRST).handler(downloadDoor::handle);
  }

  /** Uploads and downloads that hold memory here. */
  int underWay() {
    return uploading.underWay() + downloading.underWay();
  }

  void ends(@Observes ShutdownEvent event) {
    drain();
  }

  /** Takes nothing new and makes durable what running uploads have brought; waits up to 10 s. */
  public void drain() {
    long endNanos = System.nanoTime() + DRAIN_PATIENCE.toNanos();
    uploadDoor.stop();
    downloading.close();
    uploading.awaitEnd(DRAIN_PATIENCE);
    downloading.awaitEnd(Duration.ofNanos(endNanos - System.nanoTime()));
    links.close();
  }
}
