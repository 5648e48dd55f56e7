/** The laboratory's HTTPS listener: only as much of Proxmox's API as certificate checks need. */
@NullMarked
package io.slipway.server.lab.rest;

import org.jspecify.annotations.NullMarked;
