package io.caisson.simulator.guest;

import io.caisson.simulator.model.LoadBalancer.Member;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address of a load balancer. Each connection ends at a member that takes it: the next in turn,
 * or the one after it if that one does not answer. With none it is closed at once.
 */
final class Entrance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
  private static final int PATIENCE_MILLIS = 1000;

  private final ServerSocket door;
  private List<Member> members = List.of();
  private int turn;

  private Entrance(ServerSocket door) {
    this.door = door;
  }

  static Entrance open(String address, int port) throws IOException {
    ServerSocket door = new ServerSocket();
    try {
      door.bind(new InetSocketAddress(address, port));
    } catch (IOException taken) {
      door.close();
      throw taken;
    }
    Entrance entrance = new Entrance(door);
    Thread.ofVirtual().name("balancer-" + address).start(entrance::receive);
    return entrance;
  }

  synchronized void leadTo(List<Member> all) {
    members = all;
  }

  private void receive() {
    try {
      while (true) {
        Socket caller = door.accept();
        Thread.ofVirtual().start(() -> lead(caller));
      }
    } catch (IOException over) {
      LOG.debug("{} leads nowhere any more", door.getLocalSocketAddress());
    }
  }

  private void lead(Socket caller) {
    try (caller) {
      Optional<Socket> member = member();
      if (member.isPresent()) {
        join(caller, member.get());
      }
    } catch (IOException broken) {
      LOG.debug("a connection ended: {}", broken.getMessage());
    }
  }

  private Optional<Socket> member() {
    List<Member> inTurn = inTurn();
    for (Member member : inTurn) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(member.address(), member.port()), PATIENCE_MILLIS);
        return Optional.of(socket);
      } catch (IOException silent) {
        close(socket);
      }
    }
    return Optional.empty();
  }

  private synchronized List<Member> inTurn() {
    if (members.isEmpty()) {
      return List.of();
    }
    turn = (turn + 1) % members.size();
    List<Member> from = members.subList(turn, members.size());
    return Stream.concat(from.stream(), members.subList(0, turn).stream()).toList();
  }

  private static void join(Socket caller, Socket member) throws IOException {
    try (member) {
      Thread back = Thread.ofVirtual().start(() -> pump(member, caller));
      pump(caller, member);
      back.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** All that comes from the one goes to the other. If either breaks, so do both. */
  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException broken) {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException broken) {
      LOG.debug("a socket could not be closed: {}", broken.getMessage());
    }
  }

  /** Whoever comes before the door is closed is led nowhere. */
  @Override
  public void close() {
    leadTo(List.of());
    try {
      door.close();
    } catch (IOException broken) {
      LOG.warn("{} stays open: {}", door.getLocalSocketAddress(), broken.getMessage());
    }
  }
}
