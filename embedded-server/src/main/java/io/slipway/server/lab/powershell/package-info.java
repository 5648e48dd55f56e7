/**
 * A small interpreter for the part of Windows PowerShell 5.1 that the product's own guest scripts use.
 *
 * <p>It exists because the laboratory's simulated guests must run the very START.ps1 that lies on their disc, on machines
 * that have no PowerShell. It is not PowerShell: what lies outside the subset stops the script with the line and the
 * construct. Semantics follow the about_* topics of Windows PowerShell 5.1; what Windows itself would do is simulated by
 * {@link io.slipway.server.lab.powershell.SimulatedWindows}. HTTPS is real.
 */
@NullMarked
package io.slipway.server.lab.powershell;

import org.jspecify.annotations.NullMarked;
