using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gobwire.Hosting;

/// <content>Files of certificates and keys that are there, and not what they should be.</content>
internal sealed partial class OptionProblems
{
    /// <summary>A PEM file with a certificate or more.</summary>
    /// <returns>Whether it is one.</returns>
    public bool IsCertificateFile(string key, string? path)
    {
        if (!IsFile(key, path))
            return false;
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(path);
            if (certificates.Count > 0)
                return true;
            Add(key, $"names the file {path}, in which there is no certificate in PEM");
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            Add(key, $"names the file {path}, whose certificate cannot be read: {error.Message}");
        }

        return false;
    }

    /// <summary>A PEM file with the key of a certificate.</summary>
    /// <param name="key">The option's key.</param>
    /// <param name="path">The file.</param>
    /// <param name="certificate">The certificate's file; null where that has a problem of its own.</param>
    public void IsKeyFile(string key, string? path, string? certificate)
    {
        if (!IsFile(key, path) || certificate is null)
            return;
        try
        {
            X509Certificate2.CreateFromPemFile(certificate, path).Dispose();
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            Add(key, $"names the file {path}, {WrongWithKey(path, certificate, error)}");
        }
    }

    private static string WrongWithKey(string path, string certificate, Exception error)
    {
        if (error is not (CryptographicException or ArgumentException))
            return $"which cannot be read: {error.Message}";
        string pem;
        try
        {
            pem = File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return $"which cannot be read: {gone.Message}";
        }

        if (!pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            return "in which there is no private key in PEM";
        return pem.Contains("ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal)
            ? "whose key has a password: write it without one"
            : $"whose key cannot be read or is not that of the certificate {certificate}";
    }
}
