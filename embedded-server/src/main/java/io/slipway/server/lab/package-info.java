/** An in-process Proxmox VE node behind real SSH and SFTP, for the demo and the tests. */
@NullMarked
package io.slipway.server.lab;

import org.jspecify.annotations.NullMarked;
