<#
Slipway START.ps1: sets up this machine with the Slipway server that made its configuration disc.

Without -Task (from the disc, in the specialize pass or at a first logon): finds the provision.json of this machine, keeps a
private copy, registers itself as a start-up task of SYSTEM. It always ends with exit code 0, or Windows Setup would stop.
With -Task: waits until Windows Setup is over, sets the address, proves the token, reports each step, removes the secrets.

For Windows PowerShell 5.1. ASCII only. No secret is ever an argument, a log line or an environment variable.
#>
[CmdletBinding()]
param([switch]$Task)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$script:Folder = "$env:ProgramData\Slipway"
$script:SelfCopy = "$script:Folder\START.ps1"
$script:ConfigCopy = "$script:Folder\provision.json"
$script:StateFile = "$script:Folder\state.json"
$script:LogFile = "$script:Folder\start.log"
$script:TaskName = 'Slipway START'
$script:Utf8 = [Text.UTF8Encoding]::new($false)
$script:Invariant = [Globalization.CultureInfo]::InvariantCulture
$script:Steps = @('windows_installed', 'downloader_ready', 'app_downloaded', 'playbook_running', 'completed')
$script:MaxRuns = 5                # starts of the machine before it gives up for good
$script:NetworkBudget = 2700       # seconds without any answer
$script:ServerBudget = 12          # answers that say "not now" (5xx, 408, 429), per request
$script:Step = 'start'
$script:Token = ''
$script:Config = $null
$script:State = $null
$script:Machine = ''
$script:Endpoints = @()
$script:Answer = $null
$script:Network = @{}
$script:WasCompleting = $false     # an earlier start died while it reported completion
$script:Final = $false

# ---- log ----------------------------------------------------------------------------------------------------------

function Protect-Text {
    param([string]$Text)
    if ($script:Token.Length -ge 4) { $Text = $Text.Replace($script:Token, '***') }
    return ($Text -replace 'eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}', '***')
}

function Write-Log {
    param([string]$Level, [string]$Message)
    $now = [DateTime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", $script:Invariant)
    $entry = [ordered]@{ time = $now; level = $Level; step = $script:Step; message = (Protect-Text $Message) }
    $line = ConvertTo-Json -InputObject $entry -Compress
    [IO.File]::AppendAllText($script:LogFile, $line + "`r`n", $script:Utf8)
}

# Trying again cannot help after this.
function Stop-Final {
    param([string]$Message)
    $script:Final = $true
    throw $Message
}

function Get-Field {
    param($Object, [string]$Name, $Default)
    if ($null -eq $Object) { return $Default }
    $property = $Object.PSObject.Properties[$Name]
    if (($null -eq $property) -or ($null -eq $property.Value)) { return $Default }
    return $property.Value
}

# ---- identity and configuration -----------------------------------------------------------------------------------

# SMBIOS stores the first three groups little-endian; some firmware and tools print them the other way round.
function Switch-UuidBytes {
    param([string]$Uuid)
    $groups = $Uuid.Split('-')
    for ($g = 0; $g -lt 3; $g++) {
        $flipped = ''
        for ($i = $groups[$g].Length - 2; $i -ge 0; $i -= 2) { $flipped += $groups[$g].Substring($i, 2) }
        $groups[$g] = $flipped
    }
    return ($groups -join '-')
}

function Test-SameMachine {
    param([string]$Uuid)
    $wanted = $Uuid.Trim('{}').ToLowerInvariant()
    if ($wanted -notmatch '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$') { return $false }
    return (($wanted -eq $script:Machine) -or ($wanted -eq (Switch-UuidBytes $script:Machine)))
}

function Read-Config {
    param([string]$Path)
    if ([IO.FileInfo]::new($Path).Length -gt 65536) { Write-Log 'warn' "$Path is too large"; return $null }
    try {
        $config = ConvertFrom-Json -InputObject ([IO.File]::ReadAllText($Path))
    } catch {
        Write-Log 'warn' "$Path is not JSON"
        return $null
    }
    if ((Get-Field $config 'version' 0) -ne 1) { Write-Log 'warn' "$Path has another format version"; return $null }
    if (-not (Test-SameMachine (Get-Field $config 'vm_uuid' ''))) {
        Write-Log 'warn' "$Path belongs to another machine"
        return $null
    }
    return $config
}

# The labelled disc first, then the folder of this script (the loader in the answer file), then every other drive.
function Find-Config {
    $labelled = @()
    $others = @()
    foreach ($drive in [IO.DriveInfo]::GetDrives()) {
        try {
            if (-not $drive.IsReady) { continue }
            if ($drive.VolumeLabel -eq 'PROVISION') { $labelled += $drive.Name } else { $others += $drive.Name }
        } catch {
            Write-Log 'warn' "drive $($drive.Name) cannot be read: $($_.Exception.Message)"
        }
    }
    foreach ($root in ($labelled + $PSScriptRoot + $others)) {
        $path = [IO.Path]::Combine($root, 'provision.json')
        if ([IO.File]::Exists($path) -and ($null -ne (Read-Config $path))) { return $path }
    }
    Stop-Final 'no drive holds a provision.json for this machine'
}

# ---- state --------------------------------------------------------------------------------------------------------

function Read-State {
    $state = @{ vm_uuid = ''; step = $script:Steps[0]; status = 'running'; runs = 0; completing = $false; last_error = '' }
    if (-not [IO.File]::Exists($script:StateFile)) { return $state }
    try {
        $stored = ConvertFrom-Json -InputObject ([IO.File]::ReadAllText($script:StateFile))
    } catch {
        Write-Log 'warn' 'state.json is damaged; starting over'
        return $state
    }
    # A template may carry the state of the machine it was made from.
    if (-not (Test-SameMachine (Get-Field $stored 'vm_uuid' ''))) { return $state }
    foreach ($key in @($state.Keys)) { $state[$key] = Get-Field $stored $key $state[$key] }
    return $state
}

# Written beside, flushed, then replaced: a power cut leaves the old or the new state, never half of one.
function Save-State {
    $script:State.vm_uuid = $script:Machine
    $bytes = $script:Utf8.GetBytes((ConvertTo-Json -InputObject $script:State -Compress))
    $part = "$script:StateFile.part"
    $stream = [IO.FileStream]::new($part, [IO.FileMode]::Create)
    try {
        $stream.Write($bytes, 0, $bytes.Length)
        $stream.Flush($true)
    } finally {
        $stream.Close()
    }
    if ([IO.File]::Exists($script:StateFile)) {
        [IO.File]::Replace($part, $script:StateFile, [NullString]::Value)
    } else {
        [IO.File]::Move($part, $script:StateFile)
    }
}

# ---- network ------------------------------------------------------------------------------------------------------

function Get-PrefixLength {
    param([string]$Mask)
    Assert-Ipv4 'netmask' $Mask
    $prefix = 0
    $ended = $false
    foreach ($byte in [Net.IPAddress]::Parse($Mask).GetAddressBytes()) {
        for ($bit = 7; $bit -ge 0; $bit--) {
            $one = (($byte -shr $bit) -band 1) -eq 1
            if ($one -and $ended) { Stop-Final "netmask $Mask has a gap" }
            if ($one) { $prefix++ } else { $ended = $true }
        }
    }
    if (($prefix -lt 8) -or ($prefix -gt 30)) { Stop-Final "netmask $Mask is not between /8 and /30" }
    return $prefix
}

function Assert-Ipv4 {
    param([string]$Name, [string]$Value)
    $octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
    if ($Value -notmatch "^$octet(\.$octet){3}`$") { Stop-Final "$Name '$Value' is not an IPv4 address" }
}

function Get-Adapter {
    $mac = ([string](Get-Field $script:Config 'mac' '')) -replace '[^0-9A-Fa-f]', ''
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while ($watch.Elapsed.TotalSeconds -lt 120) {
        $found = @()
        foreach ($adapter in @(Get-NetAdapter)) {
            $own = $adapter.MacAddress -replace '[^0-9A-Fa-f]', ''
            if (($adapter.Status -eq 'Up') -and (($mac -eq '') -or ($own -eq $mac))) { $found += $adapter }
        }
        if ($found.Count -eq 1) { return $found[0] }
        if ($found.Count -gt 1) { Stop-Final 'more than one adapter fits; provision.json must name its MAC address' }
        Start-Sleep -Seconds 2
    }
    throw "no adapter '$mac' came up within 120 seconds"
}

# 169.254.x.x means that nobody gave this machine an address.
function Get-UsableAddress {
    param([int]$Index)
    foreach ($address in @(Get-NetIPAddress -InterfaceIndex $Index -AddressFamily IPv4 -ErrorAction SilentlyContinue)) {
        if (($address.IPAddress -notlike '169.254.*') -and ($address.AddressState -eq 'Preferred')) { return $address }
    }
    return $null
}

function Get-Gateways {
    param([int]$Index)
    $hops = @()
    $routes = @(Get-NetRoute -InterfaceIndex $Index -DestinationPrefix '0.0.0.0/0' -ErrorAction SilentlyContinue)
    foreach ($route in $routes) { $hops += $route.NextHop }
    return $hops
}

function Clear-Addresses {
    param([int]$Index)
    foreach ($old in @(Get-NetIPAddress -InterfaceIndex $Index -AddressFamily IPv4 -ErrorAction SilentlyContinue)) {
        Remove-NetIPAddress -InterfaceIndex $Index -IPAddress $old.IPAddress -Confirm:$false -ErrorAction SilentlyContinue
    }
    # A left-over default route makes New-NetIPAddress fail.
    if (@(Get-Gateways $Index).Count -gt 0) {
        Remove-NetRoute -InterfaceIndex $Index -DestinationPrefix '0.0.0.0/0' -Confirm:$false
    }
}

function Wait-AddressPreferred {
    param([int]$Index, [string]$Address)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while ($watch.Elapsed.TotalSeconds -lt 30) {
        foreach ($one in @(Get-NetIPAddress -InterfaceIndex $Index -AddressFamily IPv4 -ErrorAction SilentlyContinue)) {
            if ($one.IPAddress -ne $Address) { continue }
            if ($one.AddressState -eq 'Preferred') { return }
            if ($one.AddressState -eq 'Duplicate') { throw "another machine on this network already has $Address" }
        }
        Start-Sleep -Seconds 1
    }
    throw "Windows did not accept $Address within 30 seconds"
}

# True when a server port accepts a connection or, while the server is away, when the gateway shows its MAC address.
function Test-Reachable {
    param([int]$Index, [string]$Gateway)
    foreach ($endpoint in $script:Endpoints) {
        $uri = [Uri]$endpoint
        $client = [Net.Sockets.TcpClient]::new()
        try {
            $wait = $client.BeginConnect($uri.DnsSafeHost, $uri.Port, $null, $null)
            if ($wait.AsyncWaitHandle.WaitOne(5000) -and $client.Connected) { return $true }
        } catch {
            Write-Log 'info' "$endpoint is not reachable: $($_.Exception.Message)"
        } finally {
            $client.Close()
        }
    }
    if ($Gateway -eq '') { return $false }
    if (Test-Connection -ComputerName $Gateway -Count 2 -Quiet) { return $true }
    $peers = @(Get-NetNeighbor -InterfaceIndex $Index -IPAddress $Gateway -ErrorAction SilentlyContinue)
    foreach ($peer in $peers) { if ($peer.State -in @('Reachable', 'Stale', 'Delay', 'Permanent')) { return $true } }
    return $false
}

function Set-StaticAddress {
    param([int]$Index, $Ip)
    $address = Get-Field $Ip 'address' ''
    $gateway = Get-Field $Ip 'gateway' ''
    $dns = @(Get-Field $Ip 'dns' @())
    $prefix = Get-PrefixLength (Get-Field $Ip 'netmask' '')
    Assert-Ipv4 'address' $address
    if ($gateway -ne '') { Assert-Ipv4 'gateway' $gateway }
    foreach ($server in $dns) { Assert-Ipv4 'dns' $server }
    $now = Get-UsableAddress $Index
    $servers = @((Get-DnsClientServerAddress -InterfaceIndex $Index -AddressFamily IPv4).ServerAddresses)
    $right = ($null -ne $now) -and ($now.IPAddress -eq $address) -and ($now.PrefixLength -eq $prefix)
    $right = $right -and ((@(Get-Gateways $Index) -join ',') -eq $gateway) -and (($servers -join ',') -eq ($dns -join ','))
    if (-not $right) {
        Set-NetIPInterface -InterfaceIndex $Index -AddressFamily IPv4 -Dhcp Disabled
        Clear-Addresses $Index
        $new = @{ InterfaceIndex = $Index; IPAddress = $address; PrefixLength = $prefix }
        if ($gateway -ne '') { $new.DefaultGateway = $gateway }
        New-NetIPAddress @new | Out-Null
        if ($dns.Count -gt 0) { Set-DnsClientServerAddress -InterfaceIndex $Index -ServerAddresses $dns }
        Wait-AddressPreferred $Index $address
    }
    if (-not (Test-Reachable $Index $gateway)) { throw "with $address/$prefix neither the server nor the gateway answers" }
}

function Restore-Dhcp {
    param($Adapter)
    $index = $Adapter.ifIndex
    Clear-Addresses $index
    Set-NetIPInterface -InterfaceIndex $index -AddressFamily IPv4 -Dhcp Enabled
    Set-DnsClientServerAddress -InterfaceIndex $index -ResetServerAddresses
    Restart-NetAdapter -InputObject $Adapter
}

function Wait-UsableAddress {
    param([int]$Index)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while ($watch.Elapsed.TotalSeconds -lt 120) {
        $address = Get-UsableAddress $Index
        if ($null -ne $address) { return $address }
        Start-Sleep -Seconds 2
    }
    throw 'no DHCP server gave this machine an address within 120 seconds'
}

# A machine that is not at the address it was ordered with has failed; DHCP only lets it say so.
function Set-Network {
    $script:Step = 'network'
    $adapter = Get-Adapter
    $index = $adapter.ifIndex
    $ip = Get-Field $script:Config 'ip' $null
    if ($null -ne $ip) {
        try {
            Set-StaticAddress $index $ip
        } catch {
            $reason = $_.Exception.Message
            Write-Log 'error' "going back to DHCP: $reason"
            Restore-Dhcp $adapter
            Wait-UsableAddress $index | Out-Null
            throw "the static address could not be used, DHCP is on again: $reason"
        }
    }
    $address = Wait-UsableAddress $index
    $script:Network = [ordered]@{
        mode = 'dhcp'; adapter = $adapter.Name; mac = $adapter.MacAddress; address = $address.IPAddress
        prefix = $address.PrefixLength; gateway = (@(Get-Gateways $index) -join ',')
        dns = (@((Get-DnsClientServerAddress -InterfaceIndex $index -AddressFamily IPv4).ServerAddresses) -join ',')
    }
    if ($null -ne $ip) { $script:Network.mode = 'static' }
    Write-Log 'info' "address $($address.IPAddress)/$($address.PrefixLength) ($($script:Network.mode))"
}

# ---- server -------------------------------------------------------------------------------------------------------

# Compiled, because .NET calls it on threads that have no PowerShell runspace. The CA is not in the Windows store, so the
# chain may end in an unknown authority, and that one must be pinned. Host name and dates still have to be right.
$script:PinSource = @'
using System;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
namespace Slipway {
    public static class Pin {
        public static string[] Accepted = new string[0];
        public static string LastError = "";
        public static readonly RemoteCertificateValidationCallback Callback = Check;
        static bool Refuse(string reason) { LastError = reason; return false; }
        static bool Check(object sender, X509Certificate leaf, X509Chain sent, SslPolicyErrors errors) {
            LastError = "";
            if (leaf == null || sent == null) return Refuse("the server sent no certificate");
            if ((errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
                return Refuse("the certificate is not for this host name or address");
            X509Chain chain = new X509Chain();
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
            chain.ChainPolicy.UrlRetrievalTimeout = TimeSpan.FromSeconds(5);
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1")); // server authentication
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
            foreach (X509ChainElement element in sent.ChainElements) chain.ChainPolicy.ExtraStore.Add(element.Certificate);
            if (!chain.Build(new X509Certificate2(leaf))) {
                foreach (X509ChainStatus status in chain.ChainStatus)
                    if (status.Status == X509ChainStatusFlags.NotTimeValid)
                        return Refuse("the certificate is not valid at " + DateTime.UtcNow.ToString("u") + ", this machine's clock");
                return Refuse("the certificate chain is broken");
            }
            X509Certificate2 top = chain.ChainElements[chain.ChainElements.Count - 1].Certificate;
            using (SHA256 digest = SHA256.Create()) {
                string found = BitConverter.ToString(digest.ComputeHash(top.RawData)).Replace("-", "").ToLowerInvariant();
                return Array.IndexOf(Accepted, found) >= 0 || Refuse("the certificate comes from an authority that is not pinned: " + found);
            }
        }
    }
}
'@

function Initialize-Server {
    $script:Token = [string](Get-Field $script:Config 'token' '')
    if ($script:Token -eq '') { Stop-Final 'provision.json holds no token' }
    $script:Endpoints = @()
    foreach ($url in (@(Get-Field $script:Config 'api_endpoints' @()) + @(Get-Field $script:Config 'api_endpoint' ''))) {
        $base = ([string]$url).TrimEnd('/')
        if (($base -eq '') -or ($script:Endpoints -contains $base)) { continue }
        if ($base -notlike 'https://*') { Stop-Final "the endpoint $base is not https" }
        $script:Endpoints += $base
    }
    $pins = @()
    foreach ($pin in @(Get-Field $script:Config 'tls_pins' @())) {
        if ($pin -notmatch '^[0-9a-f]{64}$') { Stop-Final 'tls_pins holds something that is not a SHA-256 digest' }
        $pins += $pin
    }
    if (($script:Endpoints.Count -eq 0) -or ($pins.Count -eq 0)) { Stop-Final 'provision.json names no endpoint or no pin' }
    # 3072 is TLS 1.2: older images default to SSL 3 and TLS 1.0.
    [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]3072
    [Net.ServicePointManager]::Expect100Continue = $false
    Add-Type -TypeDefinition $script:PinSource
    [Slipway.Pin]::Accepted = [string[]]$pins
}

function New-Request {
    param([string]$Method, [string]$Url)
    $request = [Net.WebRequest]::Create($Url)
    $request.Method = $Method
    $request.Timeout = 60000
    $request.ReadWriteTimeout = 60000
    $request.KeepAlive = $false
    $request.AllowAutoRedirect = $false
    $request.Proxy = $null
    $request.UserAgent = 'Slipway-START/1'
    $request.ServerCertificateValidationCallback = [Slipway.Pin]::Callback
    return $request
}

# PowerShell wraps what a .NET method throws.
function Get-WebException {
    param($Exception)
    $at = $Exception
    while ($null -ne $at) {
        if ($at -is [Net.WebException]) { return $at }
        $at = $at.InnerException
    }
    return $null
}

# One request. Status 0 means that no answer came.
function Send-Request {
    param([string]$Method, [string]$Url, [string]$Json)
    $answer = @{ Status = 0; Text = ''; RetryAfter = ''; Error = ''; Sent = $false; Unsure = $false }
    $response = $null
    [Slipway.Pin]::LastError = ''
    try {
        $request = New-Request $Method $Url
        $request.Headers.Add('Authorization', "Bearer $script:Token")
        if ($Json -ne '') {
            $bytes = $script:Utf8.GetBytes($Json)
            $request.ContentType = 'application/json'
            $request.ContentLength = $bytes.Length
            $stream = $request.GetRequestStream()
            $stream.Write($bytes, 0, $bytes.Length)
            $stream.Close()
        }
        $answer.Sent = $true
        $response = $request.GetResponse()
    } catch {
        $failure = Get-WebException $_.Exception
        if ($null -eq $failure) { throw }
        $answer.Error = "$($failure.Message) $([Slipway.Pin]::LastError)".Trim()
        $response = $failure.Response
    }
    if ($null -eq $response) { return $answer }
    try {
        $reader = [IO.StreamReader]::new($response.GetResponseStream(), $script:Utf8)
        $answer.Text = $reader.ReadToEnd()
        $answer.RetryAfter = [string]$response.Headers['Retry-After']
        $answer.Status = [int]$response.StatusCode
    } catch {
        $answer.Error = "the answer was cut off: $($_.Exception.Message)"
    } finally {
        $response.Close()
    }
    return $answer
}

# 2, 4, 8 ... 60 seconds, plus or minus a fifth; a Retry-After in seconds wins if it is longer (five minutes at most).
function Wait-Backoff {
    param([int]$Round, [string]$RetryAfter)
    $seconds = [Math]::Min(60, [Math]::Pow(2, [Math]::Min($Round, 6)))
    $pause = [int]($seconds * (Get-Random -Minimum 800 -Maximum 1201))
    if ($RetryAfter -match '^[0-9]{1,5}$') { $pause = [Math]::Max($pause, 1000 * [Math]::Min(300, [int]$RetryAfter)) }
    Start-Sleep -Milliseconds $pause
}

# Asks until there is an answer that is not "later". Silence and refusal have a budget each.
function Invoke-Api {
    param([string]$Method, [string]$Path, $Body)
    $json = ''
    if ($null -ne $Body) { $json = ConvertTo-Json -InputObject $Body -Depth 6 -Compress }
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $refusals = 0
    $round = 0
    $unsure = $false
    while ($true) {
        $round++
        $answer = $null
        foreach ($endpoint in $script:Endpoints) {
            $answer = Send-Request $Method "$endpoint/api/v1/provisioning/$Path" $json
            if ($answer.Status -ne 0) { break }
            $unsure = $unsure -or $answer.Sent
            Write-Log 'warn' "$endpoint gave no answer: $($answer.Error)"
        }
        $status = $answer.Status
        if ($status -eq 0) {
            if ($watch.Elapsed.TotalSeconds -ge $script:NetworkBudget) {
                throw "$Path got no answer for $script:NetworkBudget seconds: $($answer.Error)"
            }
        } elseif (($status -ge 500) -or ($status -eq 408) -or ($status -eq 429)) {
            $refusals++
            $unsure = $true
            Write-Log 'warn' "$Path was answered with $status"
            if ($refusals -ge $script:ServerBudget) { throw "$Path was refused $refusals times, last with $status" }
        } else {
            $answer.Unsure = $unsure
            return $answer
        }
        Wait-Backoff $round $answer.RetryAfter
    }
}

function Assert-Accepted {
    param($Answer, [string]$What)
    if (($Answer.Status -ge 200) -and ($Answer.Status -lt 300)) { return }
    $code = ''
    if ($Answer.Text -match '"code"\s*:\s*"([A-Za-z0-9_]{1,64})"') { $code = $Matches[1] }
    Stop-Final "the server refused ${What}: $($Answer.Status) $code"
}

function Send-Report {
    param([string]$Name, [string]$Status, $Details)
    $body = [ordered]@{ token = $script:Token; vm_uuid = $script:Config.vm_uuid; step = $Name; status = $Status; details = $Details }
    $answer = Invoke-Api 'POST' 'report-progress' $body
    # Completion uses the token up: refused after an unanswered attempt, it had been taken and only the answer was lost.
    $again = $answer.Unsure -or $script:WasCompleting
    if (($Name -eq 'completed') -and ($answer.Status -eq 401) -and $again) {
        Write-Log 'info' 'the server had already taken the report of completion'
        return
    }
    Assert-Accepted $answer "the report $Name"
    Write-Log 'info' "reported $Name $Status"
}

function Confirm-Token {
    $script:Step = 'validate'
    $answer = Invoke-Api 'POST' 'validate-token' ([ordered]@{ token = $script:Token; vm_uuid = $script:Config.vm_uuid })
    Assert-Accepted $answer 'the token'
    $script:Answer = ConvertFrom-Json -InputObject $answer.Text
    $script:Answer = Get-Field $script:Answer 'data' $script:Answer
    if ((Get-Field $script:Answer 'valid' $false) -ne $true) { Stop-Final 'the server says that the token is not valid' }
    Write-Log 'info' 'token accepted'
}

# ---- steps --------------------------------------------------------------------------------------------------------

function Receive-File {
    param([string]$Url, [string]$Target)
    $response = (New-Request 'GET' $Url).GetResponse()
    $file = [IO.FileStream]::new($Target, [IO.FileMode]::Create)
    try {
        $response.GetResponseStream().CopyTo($file)
    } finally {
        $file.Close()
        $response.Close()
    }
}

# Downloads to .part and keeps the file only if its digest is the announced one.
function Save-Download {
    param([string]$Url, [string]$Sha256, [string]$Target)
    if ($Sha256 -notmatch '^[0-9a-fA-F]{64}$') { Stop-Final "no SHA-256 was announced for $Target; it will not be run" }
    for ($try = 1; $true; $try++) {
        try {
            Receive-File $Url "$Target.part"
            break
        } catch {
            if ($try -ge $script:ServerBudget) { throw }
            Write-Log 'warn' "download of ${Target}: $($_.Exception.Message)"
            Wait-Backoff $try ''
        }
    }
    if ((Get-FileHash -Path "$Target.part" -Algorithm SHA256).Hash -ne $Sha256) {
        [IO.File]::Delete("$Target.part")
        Stop-Final "the download of $Target has another digest than announced; it was deleted, not run"
    }
    if ([IO.File]::Exists($Target)) { [IO.File]::Delete($Target) }
    [IO.File]::Move("$Target.part", $Target)
}

function Invoke-Program {
    param([string]$File, [string]$Arguments)
    $process = Start-Process -FilePath $File -ArgumentList $Arguments -PassThru
    $handle = $process.Handle                            # without this ExitCode stays empty
    if (-not $process.WaitForExit(2700000)) {
        $process.Kill()
        throw "$File did not end within 45 minutes"
    }
    if ($process.ExitCode -notin @(0, 3010, 1641)) { throw "$File ended with exit code $($process.ExitCode)" }
}

function Get-Program {
    param([string]$Kind, [string]$Name)
    $url = Get-Field $script:Answer "${Kind}_url" ''
    if ($url -eq '') { return @{ skipped = $true; reason = "the server offers no ${Kind}_url" } }
    Send-Report $Name 'running' @{}
    # A link lives for minutes, and the bootstrap may have run for longer.
    if ($Kind -eq 'app') {
        Confirm-Token
        $script:Step = $Name
        $url = Get-Field $script:Answer 'app_url' ''
        if ($url -eq '') { throw 'the server does not offer an app_url any more' }
    }
    $sha256 = Get-Field $script:Answer "${Kind}_sha256" (Get-Field $script:Answer 'sha256' '')
    Save-Download $url $sha256 "$script:Folder\$Kind.exe"
    if ($Kind -eq 'bootstrap') { Invoke-Program "$script:Folder\$Kind.exe" "--config `"$script:ConfigCopy`"" }
    return @{ sha256 = $sha256 }
}

function Invoke-Playbook {
    $answer = Invoke-Api 'GET' 'playbook' $null
    if ($answer.Status -eq 404) { return @{ skipped = $true; reason = 'no playbook was ordered' } }
    Assert-Accepted $answer 'the playbook'
    if ((Get-Field $script:Answer 'app_url' '') -eq '') { return @{ skipped = $true; reason = 'the server offers no app_url' } }
    Send-Report 'playbook_running' 'running' @{}
    [IO.File]::WriteAllText("$script:Folder\playbook.yml", $answer.Text, $script:Utf8)
    Invoke-Program "$script:Folder\app.exe" "--config `"$script:ConfigCopy`" --playbook `"$script:Folder\playbook.yml`""
    return @{}
}

function Get-MachineDetails {
    $details = [ordered]@{ computer_name = $env:COMPUTERNAME; os_version = [Environment]::OSVersion.Version.ToString() }
    $details.network = $script:Network
    $details.runs = $script:State.runs
    return $details
}

function Invoke-Steps {
    $from = [Array]::IndexOf($script:Steps, [string]$script:State.step)
    if ($from -lt 0) { throw "state.json names an unknown step '$($script:State.step)'" }
    for ($i = $from; $i -lt $script:Steps.Count; $i++) {
        $name = $script:Steps[$i]
        $script:Step = $name
        $script:State.step = $name
        $script:State.status = 'running'
        Save-State
        $details = @{}
        switch ($name) {
            'windows_installed' { $details = Get-MachineDetails }
            'downloader_ready' { $details = Get-Program 'bootstrap' $name }
            'app_downloaded' { $details = Get-Program 'app' $name }
            'playbook_running' { $details = Invoke-Playbook }
            'completed' { $script:State.completing = $true; Save-State }
        }
        Send-Report $name 'completed' $details
    }
    $script:State.step = 'cleanup'
    Save-State
}

# ---- end ----------------------------------------------------------------------------------------------------------

function Remove-Secrets {
    $script:Step = 'cleanup'
    # Auto-logon stays as the profile ordered it unless the disc says that its password is to go.
    if (Get-Field $script:Config 'wipe_auto_logon' $false) {
        $key = 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon'
        foreach ($value in @('DefaultPassword', 'AutoLogonCount', 'AutoAdminLogon')) {
            Remove-ItemProperty -Path $key -Name $value -ErrorAction SilentlyContinue
        }
    }
    $panther = "$env:SystemRoot\Panther"
    $files = @("$env:SystemDrive\WindowsSetup\provision.json", "$panther\unattend.xml")
    $files += @("$panther\unattend-original.xml", "$panther\Unattend\unattend.xml", "$panther\UnattendGC\unattend.xml")
    $files += @("$env:SystemRoot\System32\Sysprep\unattend.xml", $script:ConfigCopy)
    foreach ($file in $files) {
        if (-not [IO.File]::Exists($file)) { continue }
        [IO.File]::SetAttributes($file, [IO.FileAttributes]::Normal)
        [IO.File]::Delete($file)
        Write-Log 'info' "removed $file"
    }
}

function Remove-OwnTask {
    if ($null -ne (Get-ScheduledTask -TaskName $script:TaskName -ErrorAction SilentlyContinue)) {
        Unregister-ScheduledTask -TaskName $script:TaskName -Confirm:$false
    }
}

function Complete-Run {
    Remove-Secrets
    $script:State.status = 'completed'
    $script:State.last_error = ''
    Save-State
    Remove-OwnTask
    Write-Log 'info' 'finished'
}

function Write-Failure {
    param([string]$Message)
    $failed = $script:Step
    $clean = Protect-Text $Message
    Write-Log 'error' $clean
    # Before the task runs there is nothing to report with, and Setup still needs its answer file.
    if ((-not $Task) -or ($null -eq $script:State)) { return }
    $last = $script:Final -or ($script:State.runs -ge $script:MaxRuns)
    $script:State.status = 'failed'
    $script:State.last_error = "${failed}: $clean"
    Save-State
    if (($script:Endpoints.Count -gt 0) -and ($failed -ne 'cleanup')) {
        $script:NetworkBudget = 60
        $script:ServerBudget = 3
        $log = [IO.File]::ReadAllText($script:LogFile)
        $tail = $log.Substring([Math]::Max(0, $log.Length - 2048))
        try {
            Send-Report 'failed' 'failed' ([ordered]@{ failing_step = $failed; error = $clean; final = $last; log_tail = $tail })
        } catch {
            Write-Log 'warn' "the failure could not be reported: $($_.Exception.Message)"
        }
    }
    if ($last) {
        Remove-Secrets
        Remove-OwnTask
        Write-Log 'error' 'gave up for good'
    }
}

function Wait-SetupComplete {
    $script:Step = 'setup'
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (-not (Test-SetupComplete)) {
        if ($watch.Elapsed.TotalSeconds -ge 3600) { throw 'Windows Setup did not end within an hour' }
        Start-Sleep -Seconds 5
    }
}

function Test-SetupComplete {
    $setup = Get-ItemProperty -Path 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Setup\State'
    return ($setup.ImageState -eq 'IMAGE_STATE_COMPLETE')
}

function Invoke-Run {
    Wait-SetupComplete
    $script:Step = 'start'
    $script:State = Read-State
    if ($script:State.status -eq 'completed') {
        Write-Log 'info' 'this machine is already set up'
        Remove-OwnTask
        return
    }
    $script:WasCompleting = $script:State.completing
    if ([IO.File]::Exists($script:ConfigCopy)) { $script:Config = Read-Config $script:ConfigCopy }
    if ($script:State.step -ne 'cleanup') {
        $script:State.runs++
        Save-State
        if ($null -eq $script:Config) { Stop-Final 'the copy of provision.json is gone or not for this machine' }
        Initialize-Server
        Set-Network
        if ($script:State.step -ne 'completed') { Confirm-Token }
        Invoke-Steps
    }
    Complete-Run
}

# ---- first start: from the disc or from the loader in the answer file -----------------------------------------------

function Protect-Folder {
    [IO.Directory]::CreateDirectory($script:Folder) | Out-Null
    # SYSTEM and Administrators only, by SID because group names are localised.
    & "$env:SystemRoot\System32\icacls.exe" $script:Folder '/inheritance:r' '/grant:r' '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
    if ($LASTEXITCODE -ne 0) { throw "icacls ended with exit code $LASTEXITCODE" }
}

# By content: a plain copy would inherit the read-only attribute of files on a CD.
function Copy-Content {
    param([string]$From, [string]$To)
    if ($From -ne $To) { [IO.File]::WriteAllBytes($To, [IO.File]::ReadAllBytes($From)) }
}

function Register-OwnTask {
    $shell = "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe"
    $arguments = "-NoProfile -NonInteractive -ExecutionPolicy Bypass -File `"$script:SelfCopy`" -Task"
    $action = New-ScheduledTaskAction -Execute $shell -Argument $arguments
    $trigger = New-ScheduledTaskTrigger -AtStartup
    $principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -LogonType ServiceAccount -RunLevel Highest
    # Zero means no time limit; the default would end the task after three days.
    $settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -ExecutionTimeLimit ([TimeSpan]::Zero) -StartWhenAvailable -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
    Register-ScheduledTask -TaskName $script:TaskName -Action $action -Trigger $trigger -Principal $principal -Settings $settings -Force | Out-Null
}

# Returns whether the task can start at once.
function Install-Self {
    $script:Step = 'install'
    $script:State = Read-State
    if ($script:State.status -eq 'completed') { Write-Log 'info' 'this machine is already set up'; return $false }
    $path = Find-Config
    Write-Log 'info' "using $path"
    Copy-Content $path $script:ConfigCopy
    Copy-Content $PSCommandPath $script:SelfCopy
    [IO.Directory]::CreateDirectory("$env:SystemDrive\WindowsSetup") | Out-Null
    Copy-Content $PSCommandPath "$env:SystemDrive\WindowsSetup\START.ps1"
    Register-OwnTask
    return (Test-SetupComplete)
}

# ---- main ---------------------------------------------------------------------------------------------------------

$exitCode = 0
$startNow = $false
$mutex = [Threading.Mutex]::new($false, 'Global\SlipwayStart')
$mine = $false
try {
    try { $mine = $mutex.WaitOne(0) } catch [Threading.AbandonedMutexException] { $mine = $true }
    if ($mine) {
        Protect-Folder
        $script:Machine = (Get-CimInstance -ClassName Win32_ComputerSystemProduct).UUID.ToLowerInvariant()
        if ($Task) { Invoke-Run } else { $startNow = Install-Self }
    }
} catch {
    $exitCode = 1
    try { Write-Failure $_.Exception.Message } catch { [Console]::Error.WriteLine($_.Exception.Message) }
} finally {
    if ($mine) { $mutex.ReleaseMutex() }
    $mutex.Dispose()
}
if (-not $Task) {
    if ($startNow) { Start-ScheduledTask -TaskName $script:TaskName -ErrorAction SilentlyContinue }
    exit 0
}
exit $exitCode
