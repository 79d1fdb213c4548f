package io.keelson.serving.revision;

import io.keelson.serving.endpoint.Replica;
import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.testing.PlayedBroker;
import io.keelson.serving.testing.ServingGround;
import io.keelson.tenancy.database.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The controller with the real job table; the test plays the broker and the replicas' answers. */
final class PlayedRevisions implements AutoCloseable {
  final ServingGround ground = new ServingGround();
  final UUID tenant = ground.tenant("acme");
  final UUID project = Ids.next();
  final PlayedBroker broker = new PlayedBroker(ground);
  final Set<Path> loaded = ConcurrentHashMap.newKeySet();
  private final Path folder;
  private final RevisionController controller = controller();

  PlayedRevisions(Path folder) {
    this.folder = folder;
  }

  RevisionController controller() {
    return new RevisionController(
        ground.system,
        ground.database,
        ground.jobs,
        ground.outbox,
        ground.signals,
        (socket, model) -> loaded.contains(socket) && model.equals("wine"),
        ground.clock,
        ControllerConfig.defaults());
  }

  /** Lets the time pass in which the next look is due, and looks. */
  void look() {
    ground.passSeconds(3);
    controller.step();
  }

  /**
   * @param weight percent of the traffic; null for all of it
   */
  Rollouts.Deployed deploy(int replicas, Integer weight) {
    return ground.deploy(tenant, ServingGround.spec(project, "wine", replicas, weight));
  }

  /** Deploys with one replica and looks on until it is READY. */
  Rollouts.Deployed serve(Integer weight) {
    Rollouts.Deployed deployed = deploy(1, weight);
    becomeReady(deployed.revisionId());
    return deployed;
  }

  void becomeReady(UUID revision) {
    look();
    replicas(revision).forEach(replica -> loaded.add(run(replica.jobId())));
    look();
  }

  /** Its replicas end again and again, until it is given up. */
  void fail(UUID revision) {
    while (!revision(revision).status().isFinal()) {
      broker.end(replicas(revision).getFirst().jobId(), "FAILED", "again");
      look();
      ground.passSeconds(20);
      look();
    }
  }

  Revision revision(UUID id) {
    return ground.endpoints.revision(tenant, id);
  }

  List<Replica> replicas(UUID revision) {
    return ground.endpoints.replicas(tenant, revision);
  }

  /** It runs and listens, and answers no more. Returns where it listens. */
  Path silence(Replica replica) {
    Path socket = socket(replica.jobId());
    loaded.remove(socket);
    return socket;
  }

  private Path socket(UUID job) {
    return folder.resolve(job + ".sock");
  }

  /** As the broker does when the process runs and listens. */
  Path run(UUID job) {
    Path socket = socket(job);
    try {
      Files.createFile(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    broker.run(tenant, project, job, socket);
    return socket;
  }

  @Override
  public void close() {
    controller.close();
    ground.close();
  }
}
