using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gobwire.Transport;

/// <summary>
/// A certificate with its key from PEM files, loaded again when they change: each handshake looks at the files' times, also behind links, at most once
/// a second. Files that cannot be read, as while they are being replaced, leave the last certificate in use and are logged.
/// </summary>
public sealed class TlsCertificateFiles : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string _certificatePath;
    private readonly string _keyPath;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private SslStreamCertificateContext _context;
    private (Stamp Certificate, Stamp Key) _stamps;
    private long _lookedAt;

    /// <summary>Loads a certificate.</summary>
    /// <param name="certificatePath">The PEM file of the certificate, followed by its intermediates if there are any.</param>
    /// <param name="keyPath">The PEM file of its private key.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="logger">Where reloads are logged.</param>
    /// <exception cref="IOException">A file cannot be read, or holds no certificate or key, or they do not belong together.</exception>
    public TlsCertificateFiles(string certificatePath, string keyPath, TimeProvider? timeProvider = null, ILogger? logger = null)
    {
        _certificatePath = certificatePath;
        _keyPath = keyPath;
        _time = timeProvider ?? TimeProvider.System;
        _logger = logger ?? NullLogger.Instance;
        _stamps = Stamps();
        _lookedAt = _time.GetTimestamp();
        _context = Load();
    }

    /// <summary>The certificate with its chain, as the files have it now.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_lock)
            {
                if (_time.GetElapsedTime(_lookedAt) >= LookInterval)
                {
                    _lookedAt = _time.GetTimestamp();
                    ReloadIfChanged();
                }

                return _context;
            }
        }
    }

    /// <summary>Gives up the certificate.</summary>
    public void Dispose() => _context.TargetCertificate.Dispose();

    private void ReloadIfChanged()
    {
        (Stamp, Stamp) stamps = Stamps();
        if (stamps == _stamps)
            return;
        _stamps = stamps;
        try
        {
            // The old one may still serve handshakes under way: it is left to be collected.
            _context = Load();
            Log.CertificateLoaded(_logger, _certificatePath, _context.TargetCertificate.NotAfter);
        }
        catch (IOException error)
        {
            Log.CertificateNotLoaded(_logger, error.Message);
        }
    }

    private (Stamp Certificate, Stamp Key) Stamps() => (Stamp.Of(_certificatePath), Stamp.Of(_keyPath));

    private SslStreamCertificateContext Load()
    {
        try
        {
            X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(_certificatePath, _keyPath);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(_certificatePath);
            return SslStreamCertificateContext.Create(certificate, chain, offline: true);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new IOException($"loading the certificate {_certificatePath} with the key {_keyPath}: {error.Message}", error);
        }
    }

    /// <summary>What tells that a file has changed, or the file behind a link, as where Kubernetes or certbot put a new one: neither need change the other.</summary>
    private readonly record struct Stamp(DateTime Own, DateTime Target, long Length)
    {
        public static Stamp Of(string path)
        {
            try
            {
                var file = new FileInfo(path);
                FileInfo target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
                return new Stamp(file.LastWriteTimeUtc, target.LastWriteTimeUtc, target.Length);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Loading says what is wrong with it.
                return default;
            }
        }
    }
}
