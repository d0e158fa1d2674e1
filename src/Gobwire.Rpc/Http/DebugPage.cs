using System.Globalization;
using System.Net;
using System.Text;
using Gobwire.Rpc.Server;

namespace Gobwire.Rpc.Http;

/// <summary>The page of services, their methods and how often they were called, with the elements of Go's <c>/debug/rpc</c>.</summary>
internal static class DebugPage
{
    public static string Render(IReadOnlyList<RpcMethod> methods)
    {
        var page = new StringBuilder("<html>\n\t<body>\n\t<title>Services</title>\n");
        foreach (IGrouping<string, RpcMethod> service in methods.GroupBy(method => method.Service))
        {
            page.Append("\t<hr>\n\tService ").Append(WebUtility.HtmlEncode(service.Key)).Append("\n\t<hr>\n\t\t<table>\n");
            page.Append("\t\t<th align=center>Method</th><th align=center>Calls</th>\n");
            foreach (RpcMethod method in service)
            {
                page.Append("\t\t\t<tr>\n\t\t\t<td align=left font=fixed>").Append(WebUtility.HtmlEncode(method.Signature));
                page.Append(CultureInfo.InvariantCulture, $"</td>\n\t\t\t<td align=center>{method.Calls}</td>\n\t\t\t</tr>\n");
            }

            page.Append("\t\t</table>\n");
        }

        return page.Append("\t</body>\n\t</html>").ToString();
    }
}
