package io.slipway.server.lab.rest;

import org.jspecify.annotations.Nullable;

/**
 * Who calls, and which faults ride along.
 *
 * @param taskFailure the text the worker shall fail with after its work, or null
 * @param crash whether the worker shall die in the middle without cleaning up
 */
record RestCall(LabToken token, @Nullable String taskFailure, boolean crash) {}
