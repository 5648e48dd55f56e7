<#
Slipway stage0.ps1: the one command of the specialize pass. Runs as SYSTEM, without network and before any user exists.

Puts our files into a folder that only SYSTEM and Administrators can open, applies the settings of the machine, and lets
START.ps1 register itself as a start-up task. Always ends with exit code 0: another one would stop Windows Setup. What
went wrong stands in C:\ProgramData\Slipway\stage0.log.

For Windows PowerShell 5.1. ASCII only. Values come from JSON files beside this one, never from this text.
#>
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$script:Folder = "$env:ProgramData\Slipway"
$script:LogFile = "$script:Folder\stage0.log"
$script:Utf8 = [Text.UTF8Encoding]::new($false)

function Write-Log {
    param([string]$Message)
    $now = [DateTime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [Globalization.CultureInfo]::InvariantCulture)
    [IO.File]::AppendAllText($script:LogFile, "$now $Message`r`n", $script:Utf8)
}

function Protect-Folder {
    [IO.Directory]::CreateDirectory($script:Folder) | Out-Null
    # By SID, because group names are localised.
    & "$env:SystemRoot\System32\icacls.exe" $script:Folder '/inheritance:r' '/grant:r' '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
    if ($LASTEXITCODE -ne 0) { throw "icacls ended with exit code $LASTEXITCODE" }
}

# By content: a plain copy would inherit the read-only attribute of files on a CD.
function Copy-Beside {
    param([string]$Name)
    $from = [IO.Path]::Combine($PSScriptRoot, $Name)
    if (-not [IO.File]::Exists($from)) { return }
    [IO.File]::WriteAllBytes("$script:Folder\$Name", [IO.File]::ReadAllBytes($from))
}

function Invoke-Part {
    param([string]$Name)
    $file = [IO.Path]::Combine($PSScriptRoot, $Name)
    if (-not [IO.File]::Exists($file)) {
        Write-Log "$Name is missing"
        return
    }
    try {
        & $file
        Write-Log "$Name done"
    } catch {
        Write-Log "$Name failed: $($_.Exception.Message)"
    }
}

# The loader in the answer file unpacks into a folder of Windows; what it unpacked holds the token.
function Remove-Unpacked {
    if (-not $PSScriptRoot.StartsWith("$env:SystemRoot\Setup\Scripts", [StringComparison]::OrdinalIgnoreCase)) { return }
    foreach ($file in [IO.Directory]::GetFiles($PSScriptRoot)) { [IO.File]::Delete($file) }
    Write-Log 'removed the unpacked files'
}

try {
    Protect-Folder
    Write-Log "started from $PSScriptRoot"
    foreach ($name in @('system.ps1', 'system.json', 'playbook.yml')) { Copy-Beside $name }
    Invoke-Part 'system.ps1'
    Invoke-Part 'START.ps1'
    Remove-Unpacked
} catch {
    try { Write-Log "failed: $($_.Exception.Message)" } catch { $null = $_ }
}
exit 0
