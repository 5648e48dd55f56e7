package io.slipway.server.lab.rest;

import io.slipway.server.base.Json;
import io.slipway.server.lab.cli.PveApi;
import io.slipway.server.lab.pve.Invocation;
import io.slipway.server.lab.pve.PveError;
import io.slipway.server.lab.sh.Output;
import io.slipway.server.lab.sh.PipeClosed;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** Workers that go on after the answer has told their number; whether the client still listens is nothing to them. */
final class RestWorkers implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Waits for the worker's end, as calls with a delay do. @return null */
    JsonNode toEnd(PveApi api, String method, String path, Map<String, String> parameters, RestCall call)
            throws PveError, InterruptedException {
        var done = run(api, method, path, parameters, call, false);
        return done.isNull() ? done : Json.mapper().getNodeFactory().nullNode();
    }

    /** @return the worker's number as soon as there is one, null when the call needed none */
    JsonNode run(PveApi api, String method, String path, Map<String, String> parameters, RestCall call)
            throws PveError, InterruptedException {
        return run(api, method, path, parameters, call, true);
    }

    private JsonNode run(
            PveApi api, String method, String path, Map<String, String> parameters, RestCall call, boolean atOnce)
            throws PveError, InterruptedException {
        var begun = new CompletableFuture<String>();
        var invocation = new Invocation(
                Output.discard(),
                Output.discard(),
                call.taskFailure(),
                call.crash(),
                call.token().id(),
                upid -> {
                    if (atOnce) {
                        begun.complete(upid);
                    }
                });
        threads.execute(() -> work(api, method, path, parameters, invocation, begun));
        try {
            var upid = begun.get();
            var factory = Json.mapper().getNodeFactory();
            return upid.isEmpty() ? factory.nullNode() : factory.stringNode(upid);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PveError refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void work(
            PveApi api,
            String method,
            String path,
            Map<String, String> parameters,
            Invocation invocation,
            CompletableFuture<String> begun) {
        try {
            begun.complete(api.change(method, path, parameters, invocation));
        } catch (PveError.TaskFailed e) {
            begun.complete(e.upid());
        } catch (PveError | PipeClosed | RuntimeException e) {
            begun.completeExceptionally(e);
        } catch (InterruptedException e) {
            begun.completeExceptionally(e);
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
