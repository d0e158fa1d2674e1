using System.Text.Json;

namespace Gobwire.Rpc.Json;

/// <summary>Looks up an object's members as Go does: by the exact name, else without regard to case; a null is as good as absent.</summary>
internal static class JsonMembers
{
    public static JsonElement? Find(this JsonElement message, string name)
    {
        if (!message.TryGetProperty(name, out JsonElement value))
        {
            value = default;
            foreach (JsonProperty property in message.EnumerateObject())
            {
                if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                    value = property.Value;
            }
        }

        return value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : value;
    }
}
